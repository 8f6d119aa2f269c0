/**
 * The table of the features, and the only imports of the client that load a part. `{ triggers, load }` of each is read by
 * the registry.
 */
import { FOCUS_WRAP_ATTRIBUTE, PORTAL_ATTRIBUTE } from "../../src/protocol/markup.js"
import type { Toolbox } from "../dom/toolbox.js"
import type { BuiltIns } from "./built-ins/built-ins.js"
import type * as CarryOver from "./carry-over/carry-over.js"
import type * as DiffDom from "./morph/diff-dom.js"
import type * as Repair from "./morph/repair.js"
import type * as Notices from "./notices/notices.js"
import type * as Overlay from "./overlay/overlay.js"
import type { Feature, FeaturesOf } from "./registry.js"
import type { TokenRenewal } from "./renewal/token-renewal.js"

/** What features have of the page. They import nothing of the main script: a bundler would take that apart for them. */
export interface FeatureTools {
  /** Prefix of the binding attributes. */
  readonly prefix: string
  readonly toolbox: Toolbox
  /** Has the view of this root take the element for its own; false if there is none, or it is not bound yet. */
  adopts(root: Element, element: Element): boolean
  /** Says something that a developer should know. */
  warn(text: string, node: Node): void
}

interface FeatureOf<Loaded> extends Feature {
  load(): Promise<Loaded>
}

/** What each feature is when it is loaded. */
type Table = {
  readonly notices: FeatureOf<typeof Notices>
  readonly overlay: FeatureOf<typeof Overlay>
  readonly renewal: FeatureOf<TokenRenewal>
  readonly builtIns: FeatureOf<BuiltIns>
  readonly repair: FeatureOf<typeof Repair>
  readonly carryOver: FeatureOf<typeof CarryOver>
  readonly diffDom: FeatureOf<typeof DiffDom>
}

/** All features of the client. */
export type Features = FeaturesOf<Table>

export function featureTable(tools: FeatureTools): Table {
  return {
    /** The notices of a lost connection and of an event that failed, and the loading bar. */
    notices: { triggers: { connects: true }, load: () => import("./notices/notices.js") },
    /** Shows problems over the page. */
    overlay: { triggers: { develops: true }, load: () => import("./overlay/overlay.js") },
    /** Gets a fresh token. */
    renewal: {
      triggers: {},
      load: async () => new (await import("./renewal/token-renewal.js")).TokenRenewal(tools.toolbox.parseFragment),
    },
    /** Portals and focus wraps. */
    builtIns: {
      triggers: { attributes: [PORTAL_ATTRIBUTE, FOCUS_WRAP_ATTRIBUTE] },
      load: async () => new (await import("./built-ins/built-ins.js")).BuiltIns(tools),
    },
    /** Regions, and the places where the page is not as its template made it; one object for each root. */
    repair: { triggers: {}, load: () => import("./morph/repair.js") },
    /** Keeps what the user typed while the page is made anew; one object for each root. */
    carryOver: { triggers: {}, load: () => import("./carry-over/carry-over.js") },
    /** Morphs the page where nobody but the server has written to it. */
    diffDom: { triggers: {}, load: () => import("./morph/diff-dom.js") },
  }
}
