# Sourced by every stand-in program. They read what the real program would read, fail where it would fail, and write what it
# would write; never a date, a random number or anything else that differs from one run to the next.
set -eu
program=${0##*/}
# The name of the base image, so that the toolchain's version shows in what it makes.
toolchain=$(cat /etc/stand-in)

fail() {
  echo "$program: $*" >&2
  exit 1
}

need_file() {
  for needed in "$@"; do
    [ -f "$needed" ] || fail "cannot find $needed in $PWD"
  done
}

# Prints each file named on standard input with its name above it, in the order of names.
print_files() {
  sort -u | while IFS= read -r each; do
    [ -n "$each" ] || continue
    printf '== %s\n' "$each"
    cat "$each"
    printf '\n'
  done
}

# write_program FILE: a program that can be run and that carries standard input behind its end.
write_program() {
  rm -f "$1"
  {
    printf '#!/bin/sh\necho "%s by %s"\nexit 0\n' "${1##*/}" "$toolchain"
    cat
  } > "$1" || fail "cannot write $1"
  chmod 755 "$1"
}

# read_json KEY FILE: the first text that the key has.
read_json() {
  sed -n 's/.*"'"$1"'"[ ]*:[ ]*"\(\([^"\\]\|\\.\)*\)".*/\1/p' "$2" | sed 's/\\"/"/g;q'
}
