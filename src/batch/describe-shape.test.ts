import { planProject } from '../pipeline.ts';
import { assembleReport } from '../report/batch/assemble-report.ts';
import type { RepositoryReport } from '../report/batch/batch-report.ts';
import { sampleProject } from '../report/sample-plan.ts';
import { generateRepository, OUTLIERS, type Recipe, SHAPES } from '../testing/batch/generate-repository.ts';
import { abstractLine } from './describe-shape.ts';
import { summarisePlan } from './summarise-plan.ts';

test.each([
  ['docker cp extract:/src/app ./app', 'docker cp …:/… …'],
  ['docker cp "$id":/src/dist/. out/', 'docker cp …:/…/. …/'],
  ['docker build -t acme/app:1.0 -f Dockerfile.build .', 'docker build -t … -f … .'],
  ['docker build --build-arg A=1 \\\n  --tag=x ..', 'docker build --build-arg …=… --tag=… ..'],
  ['id=$(docker create app)', '…=… $( docker create … )'.replace('…=… ', '…= ')],
  ['COPY --from=builder --chown=0:0 /src/app ./', 'COPY --from=… --chown=0:0 /… .'],
  ['COPY *.jar /app/', 'COPY …* /…/'],
  ["rm -f 'a b' && true", 'rm -f … && true'],
])('%s is %s', (line, shape) => {
  expect(abstractLine(line)).toBe(shape);
});

function summarise(recipe: Recipe): RepositoryReport {
  const project = sampleProject(generateRepository(recipe));
  const { plan, changes } = planProject(project);
  return summarisePlan(`r${recipe.number}`, { plan, project, selected: { changes, taken: plan.pipelines }, judge: undefined });
}

test('repositories that differ in names only are one cluster, every shape is another, and planted outliers stand apart', () => {
  const regular = Array.from({ length: SHAPES * 5 }, (_, index) => ({ number: index + 1, shape: index % SHAPES }));
  const planted = OUTLIERS.map((outlier, index) => ({ number: 900 + index, shape: (index * 9) % SHAPES, outlier }));
  const { clusters } = assembleReport([...regular, ...planted].map(summarise));
  const outliers = clusters.filter(({ outlier }) => outlier !== null);
  expect(clusters.filter(({ outlier }) => outlier === null).map(({ members }) => members.length)).toEqual(Array(SHAPES).fill(5));
  expect(outliers.flatMap(({ members }) => members.map(({ repository }) => repository)).sort()).toEqual(
    planted.map(({ number }) => `r${number}`),
  );
  // First of all, each with what sets it apart from the cluster it would be in.
  expect(clusters.slice(0, outliers.length)).toEqual(outliers);
  for (const { outlier } of outliers) {
    expect(clusters.some(({ id }) => id === outlier?.nearest)).toBe(true);
    // One line, or one that reads otherwise: a small thing is shown as one.
    expect([1, 2]).toContain(outlier?.differs.length);
  }
});
