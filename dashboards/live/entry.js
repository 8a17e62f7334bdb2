// What the page runs. The modules themselves do nothing when they are imported.
import { start } from "./start.tsx";

start();
