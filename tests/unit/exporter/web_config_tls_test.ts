import { parseWebConfig, WebConfigError } from "../../../exporter/web_config.ts";
import { assertEquals } from "../../assert.ts";
import { table, Thrown } from "../../table.ts";

const wrong = (words: string) => new Thrown(WebConfigError, words);

const tls = (yaml: string) => {
  const found = parseWebConfig(`tls_server_config:\n${yaml}`, "web.yml").tls;
  if (!found) return undefined;
  const { cert, key, clientCa, ...rest } = found;
  const of = (pem?: typeof cert) => pem?.file ?? pem?.text;
  return { cert: of(cert), key: of(key), clientCa: of(clientCa), ...rest };
};
const PAIR = "  cert_file: s.crt\n  key_file: s.key\n";
const USUAL = {
  cert: "s.crt",
  key: "s.key",
  clientCa: undefined,
  clientAuth: "NoClientCert" as const,
  allowedSans: undefined,
  minVersion: "TLSv1.2" as const,
  maxVersion: "TLSv1.3" as const,
};

table("tls_server_config", tls, [
  ["files", PAIR, USUAL],
  ["texts", "  cert: C\n  key: |\n    K\n", { ...USUAL, cert: "C", key: "K\n" }],
  ["nothing", "  {}", undefined],
  [
    "blanks, which are not set",
    `${PAIR}  cert: ""\n  key: ""\n  client_ca: ""\n  client_auth_type: ""\n  client_ca_file: ''\n`,
    USUAL,
  ],
  ["blank files beside texts", '  cert: C\n  key: K\n  cert_file: ""\n  key_file: ""\n', {
    ...USUAL,
    cert: "C",
    key: "K",
  }],
  ["nothing but blanks", '  cert_file: ""\n  key_file: ""\n  client_auth_type: ""\n', undefined],
  [
    "a blank for a key that is needed",
    '  cert_file: s.crt\n  key_file: ""',
    wrong("web.yml:1: tls_server_config needs key_file (or key)"),
  ],
  [
    "an authority with a blank kind, which asks nobody for a certificate",
    `${PAIR}  client_auth_type: ""\n  client_ca_file: ca.pem`,
    wrong("web.yml:5: tls_server_config.client_ca_file has no effect without client_auth_type"),
  ],
  ["a blank version", `${PAIR}  min_version: ""`, wrong("must be TLS10 or TLS11 or")],
  ["an anchor and its alias", "  cert_file: &both pair.pem\n  key_file: *both\n", {
    ...USUAL,
    cert: "pair.pem",
    key: "pair.pem",
  }],
  [
    "HTTP/2's ciphers' order, which Go does not look at either",
    `${PAIR}  prefer_server_cipher_suites: True\n`,
    USUAL,
  ],
  [
    "client certificates",
    `${PAIR}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.pem\n  client_allowed_sans: [a, b]\n`,
    {
      ...USUAL,
      clientCa: "ca.pem",
      clientAuth: "RequireAndVerifyClientCert",
      allowedSans: ["a", "b"],
    },
  ],
  ["the old name of a kind", `${PAIR}  client_auth_type: RequireClientCert`, {
    ...USUAL,
    clientAuth: "RequireAnyClientCert",
  }],
  ["TLS 1.3 alone", `${PAIR}  min_version: TLS13`, { ...USUAL, minVersion: "TLSv1.3" }],
  ["TLS 1.2 alone", `${PAIR}  max_version: TLS12`, { ...USUAL, maxVersion: "TLSv1.2" }],
  ["no key", "  cert_file: s.crt", wrong("web.yml:1: tls_server_config needs key_file (or key)")],
  [
    "no certificate",
    "  min_version: TLS13",
    wrong("web.yml:1: tls_server_config needs cert_file (or cert)"),
  ],
  [
    "both ways",
    `${PAIR}  cert: C`,
    wrong("web.yml:1: tls_server_config has both cert and cert_file"),
  ],
  [
    "an unknown key",
    `${PAIR}  cert-file: x`,
    wrong("web.yml:4: tls_server_config.cert-file is unknown: did you mean cert_file?"),
  ],
  [
    "an unknown version",
    `${PAIR}  min_version: TLS14`,
    wrong(
      'web.yml:4: tls_server_config.min_version must be TLS10 or TLS11 or TLS12 or TLS13, got "TLS14"',
    ),
  ],
  [
    "a version too old for the upper end",
    `${PAIR}  max_version: TLS11`,
    wrong("web.yml:4: tls_server_config.max_version must be TLS12 or TLS13"),
  ],
  [
    "versions the wrong way round",
    `${PAIR}  min_version: TLS13\n  max_version: TLS12`,
    wrong("min_version above its max_version"),
  ],
  [
    "an unknown kind",
    `${PAIR}  client_auth_type: Please`,
    wrong("web.yml:4: tls_server_config.client_auth_type must be NoClientCert or"),
  ],
  [
    "an authority without effect",
    `${PAIR}  client_ca_file: ca.pem`,
    wrong("web.yml:4: tls_server_config.client_ca_file has no effect without client_auth_type"),
  ],
  [
    "nobody to verify by",
    `${PAIR}  client_auth_type: VerifyClientCertIfGiven`,
    wrong("needs client_ca_file (or client_ca) for client_auth_type VerifyClientCertIfGiven"),
  ],
  [
    "names that need no certificate",
    `${PAIR}  client_auth_type: RequestClientCert\n  client_allowed_sans: [a]`,
    wrong("has client_allowed_sans, which needs"),
  ],
  [
    "cipher suites, which Deno does not let us choose",
    `${PAIR}  cipher_suites: [TLS_AES_128_GCM_SHA256]`,
    wrong("web.yml:4: tls_server_config.cipher_suites cannot be set here"),
  ],
  [
    "curves, the same",
    `${PAIR}  curve_preferences: [X25519]`,
    wrong("web.yml:4: tls_server_config.curve_preferences cannot be set here"),
  ],
  [
    "a list for a text",
    "  cert_file: [a]\n  key_file: b",
    wrong("web.yml:2: tls_server_config.cert_file must be a text, got a list"),
  ],
]);

Deno.test("a minimum below TLS 1.2 is TLS 1.2, with a warning", () => {
  const { tls, warnings } = parseWebConfig(
    `tls_server_config:\n${PAIR}  min_version: TLS10`,
    "web.yml",
  );
  assertEquals(tls?.minVersion, "TLSv1.2");
  assertEquals(warnings, [
    "web.yml:4: tls_server_config.min_version is TLS10, but TLS12 is the oldest spoken here",
  ]);
});
