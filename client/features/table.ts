/**
 * The table of the features, and the only imports of the client that load a part, but for the connection's own
 * (`client/connection/slim/`). The registry reads it.
 */
import { COMMANDS } from "../../src/protocol/commands.js"
import { FOCUS_WRAP_ATTRIBUTE, HOLE, PORTAL_ATTRIBUTE } from "../../src/protocol/markup.js"
import { SNAPSHOT_ATTRIBUTE } from "../../src/protocol/snapshot.js"
import type { Toolbox } from "../dom/toolbox.js"
import type { RateLimiter } from "../events/rate-limits.js"
import type { Navigation } from "../page/navigation.js"
import type { Notices } from "../page/notices.js"
import { ownUrl } from "../page/own-url.js"
import type { Pages } from "../page/pages.js"
import { isOurEntry, type Patches } from "../page/patches.js"
import type { Overlay } from "../page/problems.js"
import type { KeptSnapshots } from "../page/snapshots.js"
import type { PageView } from "../view/view-page.js"
import type { BuiltIns } from "./built-ins/built-ins.js"
import type { PortalView } from "./built-ins/portals.js"
import type { CommandTools, PageCommands } from "./commands/commands.js"
import type { DomFeatures } from "./dom-parts.js"
import type { HookPage, HookView } from "./hooks/mounted-hook.js"
import type { PageHooks } from "./hooks/page-hooks.js"
import type { PagesTools } from "./pages/pages-tools.js"
import type { PatchTools } from "./patches/patch-tools.js"
import type { BindingTools } from "./rare-bindings/bound.js"
import type { RareBindings } from "./rare-bindings/rare-bindings.js"
import type { FeatureTable } from "./registry.js"
import type { TokenRenewal } from "./renewal/token-renewal.js"
import type { NavigationTools } from "./standby/navigation.js"
import type { NoticeTools } from "./standby/notices.js"
import type { EventOutbox, OutboxTools } from "./standby/outbox.js"
import type { Viewport } from "./viewport/viewport.js"

/** Bindings whose lists are likely to be the first to run. */
const EVENTS = ["click", "submit", "change", "keydown", "window-keydown", "focus", "blur"]

const BINDINGS = [
  "mounted",
  "remove",
  "connected",
  "disconnected",
  "click-away",
  "dblclick",
  "disable-with",
  "trigger-action",
]

/** What features have of the page. They import nothing of the main script: a bundler would take that apart for them. */
export interface FeatureTools
  extends NavigationTools,
    NoticeTools,
    OutboxTools,
    PagesTools,
    PatchTools,
    Pick<CommandTools, "patches">,
    Pick<HookPage, "runCommands"> {
  readonly toolbox: Toolbox
  readonly views: NoticeTools["views"] & PagesTools["views"] & PatchTools["views"]
  readonly notices: NavigationTools["notices"] & OutboxTools["notices"]
  /** The view that an element belongs to; undefined if there is none, or it is not started. */
  viewOf(element: Element): (PageView & HookView & PortalView) | undefined
  readonly happened: BindingTools["happened"]
  readonly userDid: BindingTools["userDid"]
  /** The page shows that an event is under way; `false`: no more. */
  pageLoading(isLoading: boolean): void
  /** Says something that a developer should know. */
  warn(text: string, node: Node): void
}

/** What each feature is once it is loaded. */
export interface Parts extends DomFeatures {
  /** The notices of a lost connection and of an event that failed, and the loading bar. */
  readonly notices: Notices
  /** Sends the browser elsewhere. */
  readonly navigation: Navigation
  /** Has views show other URLs without a page load. */
  readonly patches: Patches
  /** Has other pages take the place of this one without a page load. */
  readonly pages: Pages
  /** Shows problems over the page. */
  readonly overlay: Overlay
  /** Gets a fresh token. */
  readonly renewal: TokenRenewal
  /** Portals and focus wraps. */
  readonly builtIns: BuiltIns
  /** Hooks of the page's own scripts. */
  readonly hooks: PageHooks
  /** How often an element's events are sent. */
  readonly rateLimits: RateLimiter
  /** Runs lists of commands. */
  readonly commands: PageCommands
  /** Keeps snapshots over a page load. */
  readonly snapshots: KeptSnapshots
  /** Containers that tell when the user has come to an end of them. */
  readonly viewport: Viewport
  /** Events that are made while a view is away. */
  readonly outbox: EventOutbox
  /** Bindings that few pages have. */
  readonly rareBindings: RareBindings
}

/** Those of the DOM half, and those that come with them. */
export const domTable: FeatureTable<DomFeatures> = {
  repair: { load: () => import("./morph/repair.js") },
  fewestMoves: { load: () => import("./fewest-moves/fewest-moves.js") },
  forms: { connects: true, load: () => import("./forms/forms.js") },
  usedControls: { load: () => import("./used-controls/used-controls.js") },
  diffDom: { load: () => import("./diff-dom/diff-dom.js") },
}

export function featureTable(tools: FeatureTools): FeatureTable<Parts> {
  // As the page was served: the user may go back before the part has come.
  const url = ownUrl()
  return {
    ...domTable,
    notices: {
      connects: true,
      load: async () => (await import("./standby/standby.js")).makeNotices(tools),
    },
    navigation: {
      connects: true,
      load: async () => new (await import("./standby/standby.js")).BrowserNavigation(tools),
    },
    patches: {
      // A page that was loaded again has no attribute to say that one goes back from here by a patch.
      connects: isOurEntry(),
      attributes: [`${tools.prefix}patch`, `${tools.prefix}navigate`],
      load: async () => new (await import("./patches/patches.js")).BrowserPatches(tools, url),
    },
    pages: {
      attributes: [`${tools.prefix}navigate`, `${tools.prefix}confirm-leave`],
      load: async () => new (await import("./pages/pages.js")).BrowserPages(tools, url),
    },
    overlay: {
      develops: true,
      anywhere: true,
      load: async () => (await import("./overlay/overlay.js")).makeOverlay(tools),
    },
    renewal: {
      load: async () => new (await import("./renewal/token-renewal.js")).TokenRenewal(tools.toolbox.parseFragment),
    },
    builtIns: {
      attributes: [PORTAL_ATTRIBUTE, FOCUS_WRAP_ATTRIBUTE],
      load: async () => new (await import("./built-ins/built-ins.js")).BuiltIns(tools),
    },
    hooks: {
      attributes: [`${tools.prefix}hook`],
      anywhere: true,
      load: async () => new (await import("./hooks/page-hooks.js")).PageHooks(tools),
    },
    rareBindings: {
      attributes: BINDINGS.map((name) => tools.prefix + name),
      load: async () => new (await import("./rare-bindings/rare-bindings.js")).RareBindings(tools),
    },
    commands: {
      selectors: [...EVENTS, ...BINDINGS].map((name) => `[${tools.prefix}${name}^="${COMMANDS}"]`),
      // A binding that is all value is a list, as a rule.
      text: new RegExp(`${tools.prefix}[\\w-]+=["']${HOLE}["']`),
      load: async () => new (await import("./commands/commands.js")).PageCommands(tools),
    },
    outbox: {
      connects: true,
      load: async () => new (await import("./standby/standby.js")).EventOutbox(tools),
    },
    snapshots: {
      attributes: [SNAPSHOT_ATTRIBUTE],
      load: async () => new (await import("./snapshots/snapshots.js")).StoredSnapshots(),
    },
    viewport: {
      attributes: [`${tools.prefix}viewport-top`, `${tools.prefix}viewport-bottom`],
      load: async () => new (await import("./viewport/viewport.js")).Viewport(tools),
    },
    rateLimits: {
      attributes: [`${tools.prefix}debounce`, `${tools.prefix}throttle`],
      load: async () => new (await import("./rate-limits/rate-limit.js")).RateLimit(tools.prefix),
    },
  }
}
