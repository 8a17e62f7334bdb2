/**
 * Network interfaces as /sys/class/net shows them (Documentation/ABI/testing/sysfs-class-net).
 *
 * @module
 */
import { posix } from "node:path";
import type { Files } from "./files.ts";

const DIR = "/sys/class/net";

/** Files that are numbers and stay as they are for the life of an interface. */
const FIXED = [
  "ifindex",
  "addr_assign_type",
  "dev_id",
  "iflink",
  "name_assign_type",
  "type",
] as const;

/** Files that are numbers, and tell that the link has changed. */
const SIGNS = ["flags", "carrier_changes", "speed"] as const;

/** Files that are numbers and only change together with the state or one of the signs. */
const LINK = ["carrier", "carrier_up_count", "carrier_down_count", "dormant"] as const;

/** Files that are numbers and that an administrator changes. */
const SETTINGS = ["link_mode", "mtu", "netdev_group", "tx_queue_len"] as const;

/** A file that is a number. */
export type NumberFile =
  | typeof FIXED[number]
  | typeof SIGNS[number]
  | typeof LINK[number]
  | typeof SETTINGS[number];

type WordFile = "address" | "broadcast" | "duplex" | "ifalias";

/** One interface, as far as it has been read. */
export class NetInterface {
  /** Without the files that the kernel has not, or refuses to read (`carrier` while it is down). */
  readonly numbers = new Map<NumberFile, number>();
  readonly words: Record<WordFile, string> = {
    address: "",
    broadcast: "",
    duplex: "",
    ifalias: "",
  };
  /** `up`, `down`, `unknown`, … (Documentation/networking/operstates.rst). */
  operstate = "";
  readonly #dir: string;
  readonly #operstate: string;
  /** Files that were refused; asked again when the state of the interface has changed. */
  readonly #refused = new Set<string>();
  /** What {@linkcode LINK} and `duplex` depend on, as it was when they were read. */
  #link = "";

  /** @param name as it stands in /sys/class/net */
  constructor(private readonly files: Files, readonly name: string) {
    // Without the symbolic link the kernel has a shorter way to each file.
    const link = files.link(`${DIR}/${name}`);
    this.#dir = link ? posix.join(DIR, link) : `${DIR}/${name}`;
    this.#operstate = `${this.#dir}/operstate`;
  }

  /**
   * Reads only the state.
   *
   * @returns whether it has changed
   * @throws what the system throws where the interface has gone
   */
  readState(): boolean {
    const operstate = this.files.hot(this.#operstate).trim();
    if (operstate === this.operstate) return false;
    this.operstate = operstate;
    this.#refused.clear();
    return true;
  }

  /**
   * Reads all that can change; all that there is, if this is another interface of the same name.
   *
   * @returns whether it is still there
   */
  read(): boolean {
    const index = this.files.number(`${this.#dir}/ifindex`);
    if (index === undefined || index !== this.numbers.get("ifindex")) this.#readFixed();
    const flags = this.numbers.get("flags");
    this.#readNumber("flags");
    // Turned on or off: what was refused may be told now, and the other way round.
    if (this.numbers.get("flags") !== flags) this.#refused.clear();
    for (const file of SIGNS) if (file !== "flags") this.#readNumber(file);
    for (const file of SETTINGS) this.#readNumber(file);
    const { address } = this.words;
    this.#readWord("address");
    // With an address it changes where that came from.
    if (this.words.address !== address) this.#readNumber("addr_assign_type");
    this.#readWord("ifalias");
    const link = [this.operstate, ...SIGNS.map((file) => this.numbers.get(file))].join();
    if (this.#link !== link) {
      this.#link = link;
      for (const file of LINK) this.#readNumber(file);
      this.#readWord("duplex");
    }
    return index !== undefined;
  }

  #readFixed(): void {
    this.#refused.clear();
    this.#link = "";
    for (const file of FIXED) this.#readNumber(file);
    this.#readWord("broadcast");
  }

  #readWord(word: WordFile): void {
    if (!this.#refused.has(word)) this.words[word] = this.#attribute(word) ?? "";
  }

  #readNumber(file: NumberFile): void {
    if (this.#refused.has(file)) return;
    const text = this.#attribute(file);
    const value = text ? Number(text) : NaN;
    if (Number.isNaN(value)) this.numbers.delete(file);
    else this.numbers.set(file, value);
  }

  #attribute(file: string): string | undefined {
    const text = this.files.attribute(`${this.#dir}/${file}`);
    // A refusal costs several times what an answer costs.
    if (text === undefined) this.#refused.add(file);
    return text;
  }
}

/** The names in /sys/class/net; some are no interfaces (`bonding_masters`). */
export const interfaceNames = (files: Files): string[] => files.list(DIR);

/** Whether a name in /sys/class/net is that of an interface. */
export const isInterface = (files: Files, name: string): boolean =>
  files.exists(`${DIR}/${name}/ifindex`);
