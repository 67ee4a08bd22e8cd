import { sampleProject, sampleSpan } from './sample-plan.ts';
import { showOrigins } from './show-origins.ts';

test('folds runs of lines and names each file once, nearest first', () => {
  const spans = [
    sampleSpan('build.sh', 'docker rm -f x'),
    sampleSpan('Dockerfile.build', 'RUN go build'),
    sampleSpan('build.sh', 'docker create --name x app:build\ndocker cp'),
    sampleSpan('build.sh', '#!/bin/sh\n'),
  ];
  expect(showOrigins(sampleProject(), spans)).toBe('build.sh:1,3-5 Dockerfile.build:4');
  expect(showOrigins(sampleProject(), [])).toBe('');
});
