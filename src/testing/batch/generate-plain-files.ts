const TARGETS = ['build', 'test', 'lint', 'vet', 'bench', 'cover', 'clean', 'docs', 'tidy', 'generate', 'install', 'release'];

/** The files that surround a build: few and short ones, or those of a repository of ordinary size. No containers in them. */
export function generatePlainFiles(
  name: string,
  { isOrdinary }: { readonly isOrdinary: boolean },
): Readonly<Record<string, string>> {
  const few = {
    'README.md': `# ${name}\n\nRun \`make\` and look at the output.\n`,
    Makefile: `all: build\n\nbuild:\n\tgo build -o ${name} ./cmd\n`,
    'scripts/lint.sh': `#!/bin/sh\nset -e\nfor file in $(git ls-files '*.go'); do\n  gofmt -l "$file"\ndone\n`,
    'cmd/main.go': `package main\n\nfunc main() { println("${name}") }\n`,
    'internal/server.go': `package internal\n\nconst Name = "${name}"\n`,
  };
  if (!isOrdinary) return few;
  return {
    ...few,
    'README.md': writeReadme(name),
    Makefile: writeMakefile(name),
    'scripts/release.sh': writeRelease(name),
    'scripts/test.sh': writeTests(name),
    '.github/workflows/ci.yml': writeWorkflow(name),
  };
}

function writeReadme(name: string): string {
  const parts = TARGETS.map(
    (target) =>
      `## ${target}\n\nTo ${target} ${name}:\n\n\`\`\`sh\nmake ${target}\n\`\`\`\n\n- it reads \`${name}.toml\`\n- it writes to \`out/${target}\`\n`,
  );
  return `# ${name}\n\nA service with a small surface.\n\n${parts.join('\n')}`;
}

function writeMakefile(name: string): string {
  const rules = TARGETS.map(
    (target) =>
      `${target}: out\n\t@echo "${target} of ${name}"\n\tgo ${target} -o out/${target} ./...\n\ttest -d out/${target}\n`,
  );
  return `GO ?= go\nVERSION := $(shell git describe --tags)\n.PHONY: all ${TARGETS.join(' ')}\n\nall: build\n\nout:\n\tmkdir -p out\n\n${rules.join('\n')}`;
}

function writeRelease(name: string): string {
  const steps = TARGETS.map(
    (target) =>
      `run_${target}() {\n  local out="dist/${target}"\n  if [ -z "$VERSION" ]; then\n    echo "no version for ${name}" >&2\n    return 1\n  fi\n  mkdir -p "$out"\n  cp "out/${target}" "$out/${name}-$VERSION"\n  tar czf "$out.tar.gz" -C "$out" .\n}\n`,
  );
  return `#!/usr/bin/env bash\nset -euo pipefail\nVERSION=\${1:-$(git describe --tags)}\n\n${steps.join('\n')}\nfor step in ${TARGETS.join(' ')}; do\n  "run_$step"\ndone\ncase $VERSION in\n  *-rc*) echo candidate ;;\n  *) git tag "v$VERSION" ;;\nesac\n`;
}

function writeTests(name: string): string {
  const checks = TARGETS.map(
    (target) => `grep -q '${name}' "out/${target}.log" || { echo "${target} says nothing"; failed=$((failed + 1)); }`,
  );
  return `#!/bin/sh\nfailed=0\n${checks.join('\n')}\n[ "$failed" -eq 0 ] || exit 1\n`;
}

function writeWorkflow(name: string): string {
  const steps = TARGETS.map(
    (target) => `      - name: ${target}\n        run: |\n          make ${target}\n          test -e out/${target}\n`,
  );
  return `name: ${name}\non: [push]\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n${steps.join('')}`;
}
