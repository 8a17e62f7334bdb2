import { count, malformed } from "./text.ts";

/** A field of a kstat: its name, and its text. */
export interface KstatField {
  readonly name: string;
  /** The number as `KSTAT_DATA_*` says what the data are. */
  readonly type: string;
  readonly data: string;
}

/** Types of fields that are 64-bit numbers: `KSTAT_DATA_INT64` and `KSTAT_DATA_UINT64`. */
const NUMBERS = ["3", "4"];

/**
 * Parses a file of named fields below /proc/spl/kstat (module/os/linux/spl/spl-kstat.c of OpenZFS).
 *
 *     6 1 0x01 91 4368 5266997922 97951858082072
 *     name                            type data
 *     hits                            4    8772612
 *     dataset_name                    7    pool/data set
 *
 * @throws {SyntaxError} where the line of headings is missing, or a field has no data
 */
export function parseKstat(file: string, text: string): KstatField[] {
  const lines = text.split("\n");
  if (!/^name +type +data/.test(lines[1] ?? "")) throw malformed(`spl/kstat/${file}`, text);
  const fields: KstatField[] = [];
  for (const line of lines.slice(2)) {
    if (line === "") continue;
    const found = /^(\S+) +(\d+) +(.*)$/.exec(line);
    if (!found) throw malformed(`spl/kstat/${file}`, line);
    const [, name, type, data] = found;
    fields.push({ name, type, data });
  }
  return fields;
}

/** The fields that are numbers, by name. */
export function numericFields(fields: readonly KstatField[]): (readonly [string, number])[] {
  return fields.filter(({ type }) => NUMBERS.includes(type)).map(({ name, data }) =>
    [name, count(data.trim(), `${name} ${data}`)] as const
  );
}

/**
 * Parses `io` of a pool (`KSTAT_TYPE_IO`): a line of names above a line of numbers.
 *
 *     12 3 0x00 1 80 79205351707403 395818011156865
 *     nread    nwritten reads    writes   wtime    wlentime wupdate  rtime    rlentime rupdate  wcnt     rcnt
 *     1884160  3206144  22       132      7155162  104112268 79210489694949 24168078 104112268 79210489849220 0 0
 *
 * @throws {SyntaxError} where there are not as many numbers as names
 */
export function parseKstatIo(text: string): (readonly [string, number])[] {
  const [names, numbers] = text.split("\n").slice(1, 3).map((line) => line.trim().split(/ +/));
  if (!numbers || numbers.length !== names.length) throw malformed("spl/kstat/zfs/<pool>/io", text);
  return names.map((name, i) => [name, count(numbers[i], numbers.join(" "))] as const);
}
