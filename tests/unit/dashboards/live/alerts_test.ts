/** Which alerts the page knows of, by what the program answers. */
import { askAlerts, firing, pending } from "../../../../dashboards/live/alerts.tsx";
import { assertEquals } from "../../../assert.ts";

const alert = (name: string, state: string, severity: string) => ({
  state,
  labels: { alertname: name, severity },
  annotations: {},
  activeAt: "2026-01-01T00:00:00Z",
});
const ALERTS = [
  alert("Low", "firing", "warning"),
  alert("Later", "pending", "critical"),
  alert("High", "firing", "critical"),
];

Deno.test("alerts are known until others are: not while a proxy answers instead of the program", async () => {
  const before = globalThis.fetch;
  const answers: Record<string, () => Response | Promise<Response>> = {};
  globalThis.fetch = (address) => Promise.resolve(answers[String(address)]());
  const alerts = (alerts: readonly unknown[]) => Response.json({ data: { alerts } });
  const rules = (groups: readonly unknown[]) => Response.json({ data: { groups } });
  const names = () =>
    firing.value === "off" ? "off" : firing.value?.map(({ labels }) => labels.alertname);
  try {
    answers["/api/v1/alerts"] = () => alerts([]);
    answers["/api/v1/rules?type=alert"] = () => new Response(null, { status: 502 });
    await askAlerts();
    assertEquals(names(), undefined);
    answers["/api/v1/rules?type=alert"] = () => rules([]);
    await askAlerts();
    assertEquals(names(), "off");
    answers["/api/v1/rules?type=alert"] = () => rules([{}]);
    await askAlerts();
    assertEquals(names(), []);
    answers["/api/v1/alerts"] = () => alerts(ALERTS);
    await askAlerts();
    assertEquals(names(), ["High", "Low"]);
    assertEquals(pending.value.map(({ labels }) => labels.alertname), ["Later"]);
    for (const status of [401, 404, 502, 503]) {
      answers["/api/v1/alerts"] = () => new Response("<h1>Bad gateway</h1>", { status });
      await askAlerts();
      assertEquals(names(), ["High", "Low"]);
    }
    answers["/api/v1/alerts"] = () => Promise.reject(new TypeError("no connection"));
    await askAlerts();
    assertEquals(names(), ["High", "Low"]);
    answers["/api/v1/alerts"] = () => alerts([]);
    await askAlerts();
    assertEquals([names(), pending.value], [[], []]);
  } finally {
    globalThis.fetch = before;
    firing.value = undefined;
    pending.value = [];
  }
});
