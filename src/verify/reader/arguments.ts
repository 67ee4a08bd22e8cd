/** Names that programs read from the environment, so that they must not be renamed. */
const READ_BY_PROGRAMS = /^(?:C?GO|NODE|NPM|MAVEN|JAVA|RUST|CARGO|PIP|PYTHON|DEBIAN|LANG|LC_|CC$|CXX$|PATH$|HOME$|TZ$)|FLAGS$/i;

interface Scope {
  /** Build arguments; `undefined` where one has no value. */
  readonly declared: ReadonlyMap<string, string | undefined>;
  readonly environment: ReadonlyMap<string, string>;
  /** Text of the stage: a name that it says may be renamed there. */
  readonly mentioned: string;
}

/** A `RUN` with the values of build arguments in place of their names, and the arguments that its programs see. */
export function maskArguments(
  body: string,
  { declared, environment, mentioned }: Scope,
): { readonly text: string; readonly environment: string } {
  const visible = [...declared].filter(([name, value]) => value !== undefined && !environment.has(name));
  const text = body.replace(/\$(\{?)(\w+)/g, (whole, brace: string, name: string) =>
    declared.has(name) && !environment.has(name) ? `$${brace}⟦${declared.get(name) ?? ''}⟧` : whole,
  );
  const isMentioned = (name: string) => !READ_BY_PROGRAMS.test(name) && new RegExp(`\\$\\{?${name}\\b`).test(mentioned);
  const values = visible.map(([name, value]) => `${isMentioned(name) ? '' : name}=${value}`).sort();
  return { text, environment: values.join(' ') };
}
