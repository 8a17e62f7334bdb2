import { parseNfsMounts } from "../../../../collectors/linux/nfs_mounts.ts";
import { assertEquals } from "../../../assert.ts";
import { malformed, table } from "../../../table.ts";

const EVENTS = Array.from({ length: 27 }, (_, i) => i);
const HEAD = "device 192.0.2.1:/srv mounted on /mnt with fstype nfs4 statvers=1.1\n";

/** A mount, with these lines for its transports. */
const mount = (...transports: string[]) =>
  `${HEAD}\topts:\trw,vers=4.2
\tage:\t600
\tevents:\t${EVENTS.join(" ")} 
\tbytes:\t10 20 30 40 50 60 70 80 
\tRPC iostats version: 1.1  p/v: 100003/4 (nfs)
${transports.map((line) => `\txprt:\t${line}\n`).join("")}\tper-op statistics
\t        NULL: 1 1 0 44 24 0 2 3 0
\t        READ: 5 6 1 500 9000 7 80 90 2

`;

Deno.test("an NFS mount is read with its transports and operations", () => {
  const text = `device proc mounted on /proc with fstype proc\n${
    mount("tcp 832 1 2 3 4 5 6 7 8 9 10 11 12", "udp 833 1 5 6 7 8 9 10 11 12")
  }`;
  assertEquals(parseNfsMounts(text), [{
    device: "192.0.2.1:/srv",
    mountpoint: "/mnt",
    age: 600,
    bytes: [10, 20, 30, 40, 50, 60, 70, 80],
    events: EVENTS,
    transports: [
      {
        protocol: "tcp",
        values: {
          port: 832,
          bind: 1,
          connect: 2,
          connectTime: 3,
          idle: 4,
          sends: 5,
          receives: 6,
          badIds: 7,
          requests: 8,
          backlog: 9,
          slots: 10,
          sending: 11,
          pending: 12,
        },
      },
      {
        protocol: "udp",
        values: {
          port: 833,
          bind: 1,
          sends: 5,
          receives: 6,
          badIds: 7,
          requests: 8,
          backlog: 9,
          slots: 10,
          sending: 11,
          pending: 12,
        },
      },
    ],
    operations: [
      { name: "NULL", values: [1, 1, 0, 44, 24, 0, 2, 3, 0] },
      { name: "READ", values: [5, 6, 1, 500, 9000, 7, 80, 90, 2] },
    ],
  }]);
});

const devices = (text: string) => parseNfsMounts(text).map(({ device }) => device);

table("/proc/PID/mountstats", devices, [
  ["no NFS", "device /dev/sda1 mounted on / with fstype ext4\n", []],
  ["empty", "", []],
  ["only the head", HEAD, ["192.0.2.1:/srv"]],
  ["too few bytes", `${HEAD}\tbytes:\t1 2\n`, malformed("bytes:")],
  ["too few events", `${HEAD}\tevents:\t1 2\n`, malformed("events:")],
  ["an age that is a word", `${HEAD}\tage:\told\n`, malformed("old")],
  ["a transport that is cut off", mount("tcp 832 1 2"), malformed("xprt:")],
  ["an operation that is cut off", `${HEAD}\tper-op statistics\n\tREAD: 1 2\n`, malformed("READ")],
]);
