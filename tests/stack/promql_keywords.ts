/**
 * Words of the language where names may stand: each keyword at each place.
 *
 * @module
 */

/** The keywords of 2.42; what came later as one, and what only looks like one. */
const WORDS = [
  ...["and", "or", "unless", "atan2", "offset", "by", "without", "on", "ignoring", "bool"],
  ...["group_left", "group_right", "start", "end", "inf", "nan", "sum", "avg", "count", "min"],
  ...["max", "group", "stddev", "stdvar", "topk", "bottomk", "count_values", "quantile"],
  ...["limitk", "limit_ratio", "smoothed", "anchored", "fill", "fill_left", "step", "range"],
  ...["rate", "time", "holt_winters", "infinity", "x:y", "OFFSET", "ATAN2", "BY", "Inf", "NaN"],
  ...["WITHOUT", "ON", "BOOL", "SUM", "Start", "Group_Left"],
];

/** Places; WORD is the word. */
const PLACES = [
  // A metric, bare and with braces.
  ...["WORD", "(WORD)", "-WORD", "WORD{}", 'WORD{a="b"}', "{__name__='WORD'}", "WORD # WORD"],
  ...["WORD[5m]", "rate(WORD[5m])", "WORD offset 5m", "WORD @ 1", "WORD @ end() offset -5m"],
  ...["WORD + 1", "1 + WORD", "up + WORD", "up and WORD", "up atan2 WORD", "up == bool WORD"],
  ...["up + on(a) WORD", "up + ignoring() WORD", "up + on(a) group_left WORD", "abs(WORD)"],
  ...["up + on(a) group_left() WORD", "up + on(a) group_right(b) WORD offset 5m", "sum(WORD)"],
  ...["sum by (a) (WORD)", "sum(WORD) by (a)", "topk(1, WORD)", "label_join(WORD, 'WORD', 'b')"],
  ...["WORD WORD", "WORD WORD WORD", "WORD offset WORD", "sum by (WORD) (WORD) offset 5m"],
  ...["WORD == WORD", "WORD{WORD='a'}", "(WORD[5m:]) offset 1m"],
  // A label of a selector.
  ...['up{WORD="b"}', '{WORD="b", __name__="up"}', 'up{a!="b", WORD!~"b",}', "up{WORD}"],
  // A label of a list.
  ...["sum by (WORD) (up)", "sum by (a, WORD) (up)", "sum by (WORD, a,) (up)", "sum(up) by (WORD)"],
  ...["sum without (WORD) (up)", "up + on (WORD) up", "up + on (a, WORD) up"],
  ...["up + ignoring (WORD) up", "up + on (a) group_left (WORD) up"],
  ...["up + on (a) group_right (a, WORD) up", "count_values('WORD', up)"],
  // A function or an aggregation, with what it takes and without.
  ...["WORD(up)", "WORD()", "WORD (1, up)", "WORD by (a) (up)", "WORD by (a)", "WORD by"],
  // Behind an operand, and where a number or a time may stand.
  ...["up WORD", "up WORD up", "up WORD 5m", "up WORD (a) up", "up + WORD up", "up + WORD (a) up"],
  ...["sum WORD (a) (up)", "sum(up) WORD (a)", "up @ WORD", "up @ WORD()", "up offset WORD"],
  ...["up[WORD]", "up[5m:WORD]", "5WORD", "WORD5", "WORD.", "up == WORD 1"],
];

/** Every word at every place. */
export const KEYWORD_QUERIES: readonly string[] = WORDS.flatMap((word) =>
  PLACES.map((place) => place.replaceAll("WORD", word))
);
