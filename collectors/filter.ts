/**
 * Which devices a collector is to take, by regular expressions of its flags.
 *
 * @module
 */
import { expression } from "./expression.ts";
import { type Flag, type FlagValues, regexp } from "./flags.ts";

/** How many answers a filter remembers; a host with more devices than that asks the expression again. */
const REMEMBERED = 4096;

/**
 * Whether a name passes: it matches the include expression, if there is one, and not the exclude
 * expression. Both are RE2 and found anywhere in the name, as node_exporter does it.
 *
 * @param usual the exclude expression that is the default
 */
export function nameFilter(
  include: string,
  exclude: string,
  usual = "",
): (name: string) => boolean {
  const wanted = include ? expression(include, "") : undefined;
  const unwanted = exclude ? expression(exclude, usual) : undefined;
  const known = new Map<string, boolean>();
  return (name) => {
    let passes = known.get(name);
    if (passes === undefined) {
      passes = (!wanted || wanted(name)) &&
        !unwanted?.(name);
      if (known.size >= REMEMBERED) known.clear();
      known.set(name, passes);
    }
    return passes;
  };
}

/**
 * The flags `--collector.NAME.WHAT-include` and `-exclude`.
 *
 * @param what the devices in the plural, for the help
 */
export function deviceFilterFlags(
  collector: string,
  what: string,
  { include = "", exclude = "", of = "device" } = {},
): Flag[] {
  const flag = (kind: string, verb: string, value: string): Flag => ({
    name: `collector.${collector}.${of}-${kind}`,
    value: "REGEXP",
    help: `${verb} ${what} that match`,
    default: value,
    check: regexp,
  });
  return [flag("include", "only", include), flag("exclude", "without", exclude)];
}

/**
 * The filter that those flags make. What is left out by default is shown where it is asked for: the default exclude
 * expression does not count beside an include expression.
 *
 * @param exclude the default, as {@linkcode deviceFilterFlags} has it
 */
export function deviceFilter(
  collector: string,
  flags: FlagValues,
  { exclude = "", of = "device" } = {},
): (name: string) => boolean {
  const value = (kind: string) => flags.text(`collector.${collector}.${of}-${kind}`);
  const include = value("include"), excluded = value("exclude");
  return nameFilter(include, include && excluded === exclude ? "" : excluded, exclude);
}
