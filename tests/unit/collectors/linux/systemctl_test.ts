import { parseProperties, parseUnits } from "../../../../collectors/linux/systemctl.ts";
import { malformed, table } from "../../../table.ts";

table("systemctl list-units", parseUnits, [
  [
    "name, load state, active state",
    "ssh.service                  loaded    active   running OpenBSD Secure Shell server\n" +
    "dev-disk-by\\x2did-a.device   loaded    active   plugged A disk\n" +
    "gone.service                 not-found inactive dead    gone.service\n",
    [
      { name: "ssh.service", load: "loaded", active: "active" },
      { name: "dev-disk-by\\x2did-a.device", load: "loaded", active: "active" },
      { name: "gone.service", load: "not-found", active: "inactive" },
    ],
  ],
  [
    "with a bullet",
    "● backup.service loaded failed failed Backup\n  a.socket loaded active running A\n",
    [
      { name: "backup.service", load: "loaded", active: "failed" },
      { name: "a.socket", load: "loaded", active: "active" },
    ],
  ],
  ["empty", "\n", []],
  ["cut off", "ssh.service loaded\n", malformed("ssh.service loaded")],
]);

table(
  "systemctl show",
  (text: string) => parseProperties(text).map((unit) => Object.fromEntries(unit)),
  [
    ["units parted by an empty line", "Id=a.service\nType=notify\n\nId=b.mount\nType=ext4\n", [
      { Id: "a.service", Type: "notify" },
      { Id: "b.mount", Type: "ext4" },
    ]],
    ["values with an equals sign, and none", "Environment=A=1\nType=\n", [
      { Environment: "A=1", Type: "" },
    ]],
    ["empty", "", []],
    ["not a property", "Failed to connect\n", malformed("Failed to connect")],
  ],
);
