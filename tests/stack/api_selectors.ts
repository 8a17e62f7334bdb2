/**
 * Selectors that stand alone, as parameters of the API.
 *
 * @module
 */

/** Selectors and what is none; of those that are right, none selects what only one side has. */
const SELECTORS = [
  ...["up", "up{}", "up # all", 'up{a="("}', "nothing", "x:y", ":a", "sum", "offset", "OFFSET{}"],
  ...["start", "by{by!='a'}", "{on='a'}", "{inf='a'}", "up{__name__='up'}", "up{__name__='x'}"],
  ...["{__name__='up',__name__='x'}", "{job='x',}", "up{__name__!=''}"],
  // These select everything.
  ...["{}", "{job!='x'}", "{job=''}", "{job=~'.*'}", "{job!~'x'}", "{__name__=''}", "{inf!='a'}"],
  ...["{job!='node'}", "{job=~'x|'}"],
  // These are none.
  ...["", " ", "# c", "(up)", "-up", "+up", "up offset 5m", "up[5m]", "up[5m:]", "up @ 1", "1"],
  ...["'a'", "up up", "up,", "up{", "up}", "up{a='b'", "up{a=~'('}", "{,}", "{:a='b'}", "1up"],
  ...["up or up", "sum(up)", "rate(up[5m])", "{'up'}", "up.x", "inf", "nan{}", "inf == 1"],
  ...["bool", "on", "ignoring{}", "group_left", "ATAN2", "atan2{a='b'}"],
];

/** Each of them wherever the API takes one. */
export const selectorAsks = (span: string): string[] =>
  SELECTORS.map(encodeURIComponent).flatMap((selector) => [
    `series?match[]=${selector}&${span}`,
    `series?match[]=up&match[]=${selector}&${span}`,
    `labels?match[]=${selector}&${span}`,
    `label/job/values?match[]=${selector}&${span}`,
    `targets/metadata?metric=made_up_total&match_target=${selector}`,
  ]);
