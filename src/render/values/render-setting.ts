/**
 * What the app that is rendering has set. Components and `` html`…` `` are functions without an app, and a process may have
 * several; so the app says it around each of its renders.
 */

/** The options of an app that a render depends on. */
export interface RenderSetting {
  /** Begins the app's bindings, such as "live-". */
  readonly prefix: string
  /** Values are checked, and a developer is warned. */
  readonly development: boolean
}

/** That of the render under way. */
let current: RenderSetting | undefined

/** The prefixes of all apps: where no app is rendering, it may be any of them. */
const prefixes = new Set(["live-"])

/** Makes an app's setting. */
export function renderSetting(prefix: string, development: boolean): RenderSetting {
  prefixes.add(prefix)
  return { prefix, development }
}

/**
 * From now on a render with this setting is under way. Returns the setting of the one around it, which is to be set again at its end,
 * and before anything else happens: what it does later is done as outside of any render.
 */
export function setSetting(setting: RenderSetting | undefined): RenderSetting | undefined {
  const before = current
  current = setting
  return before
}

/** Calls `run` as a part of an app's render. It holds for what `run` does at once, not for what it does later. */
export function rendering<Result>(setting: RenderSetting, run: () => Result): Result {
  const before = setSetting(setting)
  try {
    return run()
  } finally {
    setSetting(before)
  }
}

/** The setting of the render under way, else this one. */
export function settingOr(other: RenderSetting): RenderSetting {
  return current ?? other
}

/** Outside of any render NODE_ENV decides. */
export function inDevelopment(): boolean {
  return current?.development ?? process.env["NODE_ENV"] !== "production"
}

/** True for an attribute that is a binding: `live-*` in every app, and those with the app's own prefix. */
export function isBinding(name: string): boolean {
  if (current === undefined) return Array.from(prefixes).some((prefix) => follows(name, prefix))
  return follows(name, "live-") || follows(name, current.prefix)
}

function follows(name: string, prefix: string): boolean {
  return name.startsWith(prefix) && name.length > prefix.length
}
