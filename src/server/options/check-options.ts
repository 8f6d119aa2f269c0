/** Checks what apps give as options, at the start: a mistake is told where it is written. */

import type { Server, ServerOptions } from "socket.io"
import { componentDefinitionOf } from "../../component/component.js"
import { LiveError } from "../../errors/live-error.js"
import { readBasePath } from "../../http/base-path.js"
import { checkOptions, type OptionCheck } from "../../util/check-option.js"
import type { LiveOptions } from "./live-options.js"
import { AGE, waitFrom } from "./times.js"

const FUNCTION: OptionCheck = ["a function", (value) => typeof value === "function"]
const OBJECT: OptionCheck = ["an object", (value) => typeof value === "object" && value !== null]
const NAME: OptionCheck = ["a text that is not empty", isText]
const NAMES: OptionCheck = ["a list of texts", isTextList]
const TEXTS: OptionCheck = [
  "a text or a list of texts",
  (value) => isText(value) || (isTextList(value) && value.length > 0),
]

const CHECKS: Readonly<Record<keyof LiveOptions, OptionCheck>> = {
  secret: TEXTS,
  views: TEXTS,
  templates: ["a nunjucks Environment", (value) => hasMethods(value, ["render", "getTemplate"])],
  layout: NAME,
  render: FUNCTION,
  locals: OBJECT,
  impure: NAMES,
  components: [
    "a list of components, made by `component(name, { … })`",
    (value) => Array.isArray(value) && value.every((one) => componentDefinitionOf(one) !== undefined),
  ],
  session: FUNCTION,
  identify: FUNCTION,
  nonce: FUNCTION,
  csrf: FUNCTION,
  tokenAge: AGE,
  node: [
    "1 to 64 letters, digits, and any of . _ -",
    (value) => typeof value === "string" && /^[\w.-]{1,64}$/.test(value),
  ],
  adopt: OBJECT,
  resumeWindow: waitFrom(1000),
  path: ['a path such as "/live": one or more parts of letters, digits, - and _', isPath],
  basePath: [
    'a path such as "/app": parts of letters, digits, and any of . _ ~ -',
    (value) => typeof value === "string" && readBasePath(value) !== undefined,
  ],
  io: ["a socket.io Server", (value) => hasMethods(value, ["of", "path", "close"])],
  socket: OBJECT,
  origins: NAMES,
  bus: ["an object with publish, subscribe and close", (value) => hasMethods(value, ["publish", "subscribe", "close"])],
  snapshots: OBJECT,
  hiddenTabs: OBJECT,
  limits: OBJECT,
  prefix: [
    'lower-case letters that end with a hyphen, such as "live-"',
    (value) => isText(value) && /^[a-z][a-z0-9-]*-$/.test(value),
  ],
  logger: [
    "an object with debug, info, warn and error",
    (value) => hasMethods(value, ["debug", "info", "warn", "error"]),
  ],
  development: ["true or false", (value) => typeof value === "boolean"],
  onError: FUNCTION,
}

/** @throws {@link LiveError} LV_OPTION_UNKNOWN, LV_OPTION_INVALID, LV_OPTIONS_CONFLICT */
export function checkLiveOptions(options: unknown): asserts options is LiveOptions {
  if (typeof options !== "object" || options === null) {
    throw new LiveError("LV_OPTION_INVALID", { option: "options", expected: "an object", given: options })
  }
  checkOptions(options, CHECKS)
  refuseConflicts(options)
}

function refuseConflicts({ views, templates, io, socket }: LiveOptions): void {
  if (views !== undefined && templates !== undefined)
    throw new LiveError("LV_OPTIONS_CONFLICT", { one: "views", other: "templates" })
  if (io !== undefined && socket !== undefined)
    throw new LiveError("LV_OPTIONS_CONFLICT", { one: "io", other: "socket" })
  // It sends again, and out of order, what livemount itself keeps and plays.
  for (const [one, given] of [
    ["io", io && optionsOf(io)],
    ["socket", socket],
  ] as const) {
    if (given?.connectionStateRecovery) {
      throw new LiveError("LV_OPTIONS_CONFLICT", { one, other: "connectionStateRecovery" })
    }
  }
}

/** What a socket.io server was made with. Its types call it private. */
function optionsOf(io: Server): Partial<ServerOptions> | undefined {
  return (io as unknown as { readonly opts?: Partial<ServerOptions> }).opts
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== ""
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText)
}

function isPath(value: unknown): boolean {
  return isText(value) && /^(?:\/[\w-]+)+$/.test(value)
}

function hasMethods(value: unknown, methods: readonly string[]): boolean {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false
  return methods.every((method) => typeof (value as Record<string, unknown>)[method] === "function")
}
