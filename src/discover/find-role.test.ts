import { findRole } from './find-role.ts';

test.each([
  ['dockerfile', ['Dockerfile', 'a/Dockerfile.build', 'Dockerfile-prod', 'DockerfileDev', 'prod.Dockerfile', 'build.dockerfile']],
  ['dockerfile', ['BuilderDockerfile', 'dockerfile', 'dockerfile.dev', 'Containerfile', 'Containerfile.in', 'x.containerfile']],
  ['ignore-file', ['.dockerignore', 'Dockerfile.build.dockerignore', 'a/.containerignore']],
  ['script', ['build.sh', 'a b/run.bash', '.hidden.sh', 'x.ksh']],
  [
    'caller',
    ['Makefile', 'makefile', 'GNUmakefile', 'rules.mk', 'Makefile.docker', 'package.json', 'Taskfile.yml', 'Jenkinsfile.ci'],
  ],
  ['caller', ['docker-compose.yml', 'compose.yaml', 'docker-compose.override.yml', 'prod-compose.yml', 'docker-bake.hcl']],
  ['caller', ['.gitlab-ci.yml', '.travis.yml', '.github/workflows/ci.yaml', 'sub/.circleci/config.yml', '.drone.yml']],
  ['setting', ['.prettierrc', '.prettierrc.json', '.editorconfig', 'restage.config.json']],
  ['document', ['README', 'README.txt', 'docs/build.md', 'x.markdown']],
  [undefined, ['main.go', 'app', 'logo.png', 'workflows/ci.yml', 'my-docker.txt', 'package-lock.json', 'dockerfiles']],
  [undefined, ['node_modules/x/Dockerfile', 'a/node_modules/x/build.sh', 'Dockerfile/notes.txt', 'build.sh.txt']],
])('says %s for %j', (role, paths) => {
  expect(paths.map((path) => [path, findRole(path)])).toEqual(paths.map((path) => [path, role]));
});
