/// <reference lib="dom" />
import { useSignalEffect } from "@preact/signals";
import { type Fact, facts, legendFor } from "../panels.ts";
import { text } from "./format.ts";
import { nowOf, tableOf } from "./now.ts";
import { say } from "./words.ts";

/** What the host is. */
export function Header() {
  const known = facts.map((fact) => ({ fact, value: valueOf(fact) }))
    .filter(({ value }) => value !== "");
  const name = known.find(({ fact }) => fact.id === "name")?.value;
  useSignalEffect(() => {
    const found = valueOf(facts.find(({ id }) => id === "name")!);
    if (found) document.title = `${found} · hostvitals`;
  });
  return (
    <div class="host">
      <h1>{name ?? document.title.split(" · ")[0]}</h1>
      <dl>
        {known.filter(({ fact }) => fact.id !== "name" && fact.id !== "booted")
          .map(({ fact, value }) => (
            <div key={fact.id} class={fact.id}>
              <dt>{say(fact.title)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}

function valueOf(fact: Fact): string {
  const [now] = nowOf(fact, tableOf(true));
  if (!now) return "";
  return fact.label ? legendFor(fact.label, now.labels) : text(now.value, fact.unit);
}
