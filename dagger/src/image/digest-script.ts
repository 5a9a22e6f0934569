/**
 * Prints a digest of the folder that it runs in. Not the engine's own, which knows of all modes and owners: a checkout
 * elsewhere has others.
 */
export const digestScript = `set -eo pipefail
list() { find . "$@" -print0 | LC_ALL=C sort -z; }
names() { echo; list "$@" | tr '\\0' '\\n'; }
{
  list -type f | xargs -0 -r sha256sum
  names -type f -perm -100
  names ! -type l -perm -004
  names ! -type l -perm -001
  list -type l | xargs -0 -r -n 1 sh -c 'printf "%s %s\\n" "$0" "$(readlink "$0")"'
} | sha256sum | cut -c 1-64`;
