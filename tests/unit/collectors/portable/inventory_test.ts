import type { Systeminformation } from "systeminformation";
import { hostInfoOf } from "../../../../collectors/portable/inventory.ts";
import { assertEquals } from "../../../assert.ts";

const KNOWN = {
  hostname: "host",
  kernel: "6.1.0",
  arch: "x86_64",
  cpuModel: "Intel(R) Xeon(R) Processor",
  cpuCores: 2,
};
const PLAIN = { manufacturer: "", model: "Computer", virtual: false };

const hostInfo = (os: object, system: object, known = KNOWN) =>
  hostInfoOf(known, os as Systeminformation.OsData, system as Systeminformation.SystemData);

for (
  const [expected, os] of [
    [
      "Debian GNU/Linux 12 (bookworm)",
      { distro: "Debian GNU/Linux", release: "12", codename: "bookworm", kernel: "6.1.0" },
    ],
    ["macOS 15.2 (Sequoia)", {
      distro: "macOS",
      release: "15.2",
      codename: "Sequoia",
      kernel: "24.2.0",
    }],
    ["Microsoft Windows 11 Pro (23H2)", {
      distro: "Microsoft Windows 11 Pro",
      release: "10.0.22631",
      codename: "23H2",
      kernel: "10.0.22631",
    }],
    ["FreeBSD 14.1", { distro: "FreeBSD", release: "14.1", codename: "", kernel: "14.1-RELEASE" }],
    ["", { distro: "unknown", release: "unknown", codename: "", kernel: "1" }],
  ] as const
) {
  Deno.test(`the system is called ${JSON.stringify(expected)}`, () => {
    assertEquals(hostInfo(os, PLAIN).os, expected);
  });
}

for (
  const [expected, what, system] of [
    ["none", "a PC", PLAIN],
    ["none", "a PC of a maker of hypervisors", {
      ...PLAIN,
      manufacturer: "Microsoft Corporation",
      model: "Surface Pro",
    }],
    ["none", "a Mac", { ...PLAIN, manufacturer: "Apple Inc.", model: "Mac14,7" }],
    ["apple", "a virtual Mac", { ...PLAIN, model: "VirtualMac2,1" }],
    ["vmware", "macOS in VMware", { ...PLAIN, model: "VMware20,1" }],
    ["kvm", "Linux in KVM", { ...PLAIN, virtual: true, virtualHost: "KVM" }],
    ["oracle", "Linux in VirtualBox", {
      ...PLAIN,
      manufacturer: "innotek GmbH",
      model: "VirtualBox",
      virtual: true,
      virtualHost: "VirtualBox",
    }],
    ["microsoft", "Windows in Hyper-V", {
      manufacturer: "Microsoft Corporation",
      model: "Virtual Machine",
      virtual: true,
    }],
    ["vm-other", "a droplet", { manufacturer: "DigitalOcean", model: "Droplet", virtual: true }],
  ] as const
) {
  Deno.test(`${what} is virtual: ${expected}`, () => {
    assertEquals(hostInfo({ distro: "", release: "", codename: "" }, system).virtual, expected);
  });
}

Deno.test("what node:os knows is taken as it is, and its word unknown is no CPU", () => {
  const { hostname, kernel, arch, cpuModel, cpuCores } = hostInfo({}, PLAIN);
  assertEquals({ hostname, kernel, arch, cpuModel, cpuCores }, KNOWN);
  assertEquals(hostInfo({}, PLAIN, { ...KNOWN, cpuModel: "unknown" }).cpuModel, "");
});
