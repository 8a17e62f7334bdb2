/**
 * Times as Go writes them, in UTC.
 *
 * @see https://pkg.go.dev/time#Time.Format
 * @module
 */

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const two = (number: number) => String(number).padStart(2, "0");

/** The parts of a layout; the longer first where one begins like another. */
const PARTS: readonly (readonly [part: string, write: (date: Date) => string])[] = [
  ["2006", (date) => String(date.getUTCFullYear()).padStart(4, "0")],
  ["January", (date) => MONTHS[date.getUTCMonth()]],
  ["Jan", (date) => MONTHS[date.getUTCMonth()].slice(0, 3)],
  ["Monday", (date) => DAYS[date.getUTCDay()]],
  ["Mon", (date) => DAYS[date.getUTCDay()].slice(0, 3)],
  ["MST", () => "UTC"],
  ["Z07:00", () => "Z"],
  ["-07:00", () => "+00:00"],
  ["-0700", () => "+0000"],
  ["01", (date) => two(date.getUTCMonth() + 1)],
  ["02", (date) => two(date.getUTCDate())],
  ["03", (date) => two(date.getUTCHours() % 12 || 12)],
  ["04", (date) => two(date.getUTCMinutes())],
  ["05", (date) => two(date.getUTCSeconds())],
  ["06", (date) => two(date.getUTCFullYear() % 100)],
  ["15", (date) => two(date.getUTCHours())],
  ["PM", (date) => date.getUTCHours() < 12 ? "AM" : "PM"],
  ["pm", (date) => date.getUTCHours() < 12 ? "am" : "pm"],
  ["1", (date) => String(date.getUTCMonth() + 1)],
  // A year behind a line: no day.
  ["_2006", (date) => `_${WRITERS.get("2006")!(date)}`],
  ["_2", (date) => String(date.getUTCDate()).padStart(2)],
  ["2", (date) => String(date.getUTCDate())],
  ["3", (date) => String(date.getUTCHours() % 12 || 12)],
  ["4", (date) => String(date.getUTCMinutes())],
  ["5", (date) => String(date.getUTCSeconds())],
];

const WRITERS = new Map(PARTS);
const LAYOUT = new RegExp(`[.,]0+(?!\\d)|[.,]9+(?!\\d)|${[...WRITERS.keys()].join("|")}`, "g");

/** What `toTime` gives. */
export class GoTime {
  /** @param milliseconds since 1970 */
  constructor(readonly milliseconds: number) {}

  /** By a layout such as `2006-01-02 15:04`. */
  format(layout: string): string {
    const date = new Date(this.milliseconds);
    return layout.replace(LAYOUT, (part) => {
      if (!/[09]$/.test(part) || WRITERS.has(part)) return WRITERS.get(part)!(date);
      return this.#fraction(part);
    });
  }

  /** `.000` writes three digits, `.999` as many as are needed. */
  #fraction(part: string): string {
    const milliseconds = (this.milliseconds % 1000 + 1000) % 1000;
    const digits = String(milliseconds).padStart(3, "0").padEnd(part.length - 1, "0")
      .slice(0, part.length - 1);
    if (part[1] === "0") return part[0] + digits;
    const needed = digits.replace(/0+$/, "");
    return needed && part[0] + needed;
  }

  /** The methods that templates may call. */
  method(name: string, args: readonly string[]): string | bigint | undefined {
    const date = new Date(this.milliseconds);
    switch (name) {
      case "Format":
        return args.length === 1 ? this.format(args[0]) : undefined;
      case "String":
        return this.toString();
      case "Unix":
        return BigInt(Math.floor(this.milliseconds / 1000));
      case "Year":
        return BigInt(date.getUTCFullYear());
      case "Month":
        return MONTHS[date.getUTCMonth()];
      case "Day":
        return BigInt(date.getUTCDate());
      case "Weekday":
        return DAYS[date.getUTCDay()];
      case "Hour":
        return BigInt(date.getUTCHours());
      case "Minute":
        return BigInt(date.getUTCMinutes());
      case "Second":
        return BigInt(date.getUTCSeconds());
    }
  }

  toString(): string {
    return this.format("2006-01-02 15:04:05.999999999 -0700 MST");
  }
}
