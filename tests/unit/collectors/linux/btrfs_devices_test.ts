import { type Ioctl, readDevices } from "../../../../collectors/linux/btrfs_devices.ts";
import { assertEquals } from "../../../assert.ts";

/** Numbers and texts by where the kernel puts them. */
type Answer = Record<number, number | string>;

/** A kernel that answers these questions, by their number and that of the device. */
const kernel = (answers: Record<string, Answer>): Ioctl => (request, about) => {
  const view = new DataView(about.buffer);
  const id = request === 0x8400941f ? "" : ` ${view.getBigUint64(0, true)}`;
  const answer = answers[request.toString(16) + id];
  for (const [at, value] of Object.entries(answer ?? {})) {
    if (typeof value === "number") view.setBigUint64(+at, BigInt(value), true);
    else about.set(new TextEncoder().encode(value), +at);
  }
  return Promise.resolve(answer !== undefined);
};

/** Of which the first and the third device are there; the third is missing. */
const TWO = {
  "8400941f": { 0: 3, 8: 2, 16: "0123456789abcdef" },
  "d000941e 1": { 8: "first device....", 24: 300, 32: 1000, 3072: "/dev/mapper/a" },
  "c4089434 1": { 24: 1, 32: 2, 40: 3, 48: 4, 56: 5 },
  "d000941e 3": { 8: "third device....", 24: 0, 32: 2 ** 44 },
  "c4089434 3": {},
};

Deno.test("the devices of a btrfs have gaps in their numbers, and may be missing", async () => {
  assertEquals(await readDevices(kernel(TWO)), {
    uuid: "30313233-3435-3637-3839-616263646566",
    devices: [
      {
        device: "a",
        uuid: "66697273-7420-6465-7669-63652e2e2e2e",
        used: 300,
        size: 1000,
        errors: [1, 2, 3, 4, 5],
      },
      {
        device: "",
        uuid: "74686972-6420-6465-7669-63652e2e2e2e",
        used: 0,
        size: 2 ** 44,
        errors: [0, 0, 0, 0, 0],
      },
    ],
  });
});

Deno.test("a file system that is no btrfs, or has no errors to tell yet, tells nothing", async () => {
  assertEquals(await readDevices(kernel({})), undefined);
  const { "c4089434 3": _, ...rest } = TWO;
  assertEquals(await readDevices(kernel(rest)), undefined);
});
