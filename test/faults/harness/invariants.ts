/** What has to hold whenever nothing is broken and nothing under way: one function, which says what does not. */
import type { Journal, Run } from "./journal.js"
import type { IslandShown, MadeEvent, Shown } from "./notes.js"
import type { Law, Wrong } from "./tally.js"
import { LAST } from "./views.js"

/** What is to be known of a tab. */
export interface TabReport {
  readonly events: readonly MadeEvent[]
  /** What the page's console was told. */
  readonly told: readonly string[]
  readonly shown: Shown | undefined
  readonly islands?: readonly IslandShown[]
  /** What the user has typed last, if that has to be there still. */
  readonly typed?: string | undefined
}

interface Noted {
  readonly tabs: readonly TabReport[]
  readonly journal: Journal
}

/** What does not hold. Empty: all is well. */
export function wrongs({ tabs, journal }: Noted): Wrong[] {
  journal.read()
  return tabs.flatMap((tab, n) =>
    [...wrongsOf(tab, journal)].map(([law, what]) => ({ law, what: `tab ${n}: ${what}` })),
  )
}

type Found = Generator<readonly [law: Law, what: string]>

function* wrongsOf(tab: TabReport, journal: Journal): Found {
  for (const event of tab.events) yield* wrongsOfEvent(event, journal.timesOf(event.id))
  yield* wrongOrder(tab, journal.touched)
  for (const text of tab.told)
    if (/LV_CLIENT_FAILED|TypeError|ReferenceError/.test(text)) yield ["client", `its console says ${text}`]
  for (const island of tab.islands ?? []) yield* wrongIsland(tab, island, journal)
  const { shown } = tab
  if (shown === undefined) return
  const run = journal.runs.get(shown.run)
  if (run === undefined) return yield ["shown", `it shows the run ${shown.run}, which there is not`]
  const { done } = run
  yield* lostIn(done, tab.events)
  const count = String(done.length)
  const shall = {
    run: run.name,
    count,
    infos: String(run.infos),
    page: run.page,
    branch: `${done.length % 2 === 0 ? "even" : "odd"} ${count}`,
    last: done.slice(-LAST),
    rows: done,
    text: run.text,
    typed: run.text,
  }
  if (tab.typed !== undefined && tab.typed !== shown.typed)
    yield ["lost", `"${tab.typed}" was typed, and "${shown.typed}" is there`]
  const [is, expected] = [JSON.stringify(shown), JSON.stringify(shall)]
  if (is !== expected) yield ["shown", `it shows ${is}, and the server ${expected}`]
}

function* wrongIsland({ events }: TabReport, { label, ...shown }: IslandShown, journal: Journal): Found {
  const run = journal.runs.get(shown.run)
  if (run === undefined) return yield ["shown", `the island ${label} shows the run ${shown.run}, which there is not`]
  const { name, done } = run
  const own = events.filter(({ what }) => what === label)
  yield* lostIn(done, own)
  const shall = { run: name, count: String(done.length), rows: done }
  const [is, expected] = [JSON.stringify(shown), JSON.stringify(shall)]
  if (is !== expected) yield ["shown", `the island ${label} shows ${is}, and the server ${expected}`]
}

function* lostIn(done: readonly string[], events: readonly MadeEvent[]): Found {
  for (const { id, what, fate, isKept } of events)
    if (isKept && fate === "done" && !done.includes(id)) yield ["lost", `what the event ${id} (${what}) did is lost`]
}

/** @param times - How often it was executed. */
function* wrongsOfEvent({ id, what, fate, isRetried }: MadeEvent, times: number): Found {
  const event = `the event ${id} (${what}, ${fate})`
  if (fate === undefined) yield ["lost", `of ${event} nothing was told`]
  if (times > (isRetried ? 2 : 1)) yield ["doubled", `${event} was executed ${times} times`]
  // Of what a hook is told by a code of its own nothing was sent.
  if (fate === "refused" && what.endsWith("by hook") && times > 0) yield ["lost", `${event} was executed`]
  if (fate === "done" && times === 0) yield ["lost", `${event} was not executed`]
}

/** Events are done in the order in which they were made, where they are done at most once. */
function* wrongOrder(tab: TabReport, runs: Iterable<Run>): Found {
  const own = new Map(tab.events.filter(({ isRetried }) => !isRetried).map(({ id }, n) => [id, n]))
  for (const { name, begun } of runs) {
    const places = begun.map((id) => own.get(id)).filter((place) => place !== undefined)
    if (places.some((place, n) => n > 0 && place < (places[n - 1] as number)))
      yield ["order", `the run ${name} has done ${begun.join()}`]
  }
}
