/// <reference lib="dom" />
import { type Section as SectionOf, sections } from "../panels.ts";
import { addressOf } from "./address.ts";
import { Alerts } from "./alerts.tsx";
import { Banner } from "./banner.tsx";
import { Header } from "./header.tsx";
import { isThere } from "./now.ts";
import { Panel } from "./panel.tsx";
import { Processes } from "./processes.tsx";
import { Tiles } from "./tiles.tsx";
import { Toolbar } from "./toolbar.tsx";
import { say, words } from "./words.ts";

/** The exporter's own cost comes last, behind the processes. */
const LAST = "exporter";

/** The whole page. */
export function App() {
  const section = (one: SectionOf) => <Section key={one.id} section={one} />;
  return (
    <>
      <a class="skip" href="#main">{say(words.skip)}</a>
      <header class="top">
        <Header />
        <Banner />
      </header>
      <Toolbar />
      <main id="main" tabIndex={-1}>
        <Alerts />
        <Tiles />
        {sections.filter(({ id }) => id !== LAST).map(section)}
        <Processes />
        {sections.filter(({ id }) => id === LAST).map(section)}
      </main>
      <p class="hidden" id="chart-keys">{say(words.keys)}</p>
      <Footer />
    </>
  );
}

function Section({ section }: { readonly section: SectionOf }) {
  if (!isThere(section)) return null;
  const { id, title, panels } = section;
  return (
    <section id={`section-${id}`} aria-labelledby={`title-${id}`}>
      <h2 id={`title-${id}`}>{say(title)}</h2>
      <div class="panels">
        {panels.map((panel) => <Panel key={panel.id} panel={panel} />)}
      </div>
    </section>
  );
}

/** The program's other pages. */
function Footer() {
  const { version, metrics = "/metrics" } = document.documentElement.dataset;
  return (
    <footer>
      <span>hostvitals {version}</span>
      <a href={addressOf(metrics.slice(1))}>{say(words.metrics)}</a>
      <a href={addressOf("api/v1/query?query=up")}>{say(words.query)}</a>
      <a href={addressOf("-/healthy")}>{say(words.health)}</a>
    </footer>
  );
}
