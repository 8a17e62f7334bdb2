import { allowedName, hostNames, ownName } from "../../../exporter/own_names.ts";
import { table } from "../../table.ts";

table("of the host db1.example.org", ownName(["db1", "db1.example.org"]), [
  ["its name is", "db1", true],
  ["its name with its domain is", "db1.example.org", true],
  ["in other letters, with a dot at the end, is", "DB1.Example.ORG.", true],
  ["localhost is", "localhost", true],
  ["an address is", "192.0.2.7", true],
  ["an address of IPv6 is", "[2001:db8::7]", true],
  ["a name of the local network is", "db1.local", true],
  ["a name of a container's network is", "node-exporter.monitoring.svc.cluster.local", true],
  ["another's name is not", "evil.example", false],
  ["a name that begins as its own is not", "db1.evil.example", false],
  ["a name that ends as its own is not", "evildb1.example.org", false],
  ["a name with an address in it is not", "127.0.0.1.evil.example", false],
  ["a name that ends almost as a local one is not", "evillocal.example", false],
]);

table(
  "allowed by hand",
  ([name, ...allowed]: readonly string[]) => allowedName(allowed)(name),
  [
    ["the name itself", ["host.example.org", "Host.example.org"], true],
    ["none below it", ["a.host.example.org", "host.example.org"], false],
    ["all below a star", ["a.b.example.org", "*.example.org"], true],
    ["a star's domain itself is not below it", ["example.org", "*.example.org"], false],
    ["any", ["evil.example", "*"], true],
    ["nothing, not even an address", ["192.0.2.7"], false],
  ],
);

table(
  "names by the host's files",
  ([hosts, resolv]: readonly string[]) => hostNames("db1", hosts, resolv),
  [
    ["none but its own", ["", ""], ["db1"]],
    [
      "those beside its own in /etc/hosts",
      ["127.0.0.1 localhost\n127.0.1.1 db1.example.org db1 # us\n192.0.2.9 db2\n", ""],
      ["db1", "db1.example.org"],
    ],
    [
      "those of the domains that are searched",
      ["", "nameserver 192.0.2.1\nsearch example.org example.net.\n#search evil.example\n"],
      ["db1", "db1.example.org", "db1.example.net"],
    ],
  ],
);
