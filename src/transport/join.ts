/**
 * A join, from the request to its reply: who may have which view, the process that runs it, and what the client lacks
 * of it. A join brings no URL and no session: both are the token's.
 */

import { reportCrash } from "../process/crash.js"
import { type Effects, extrasOf } from "../process/effects.js"
import { problemOf } from "../process/problem.js"
import { ViewProcess } from "../process/view-process.js"
import type { Extras, Joined, JoinReply, JoinRequest, Problem } from "../protocol/frames.js"
import { PROTOCOL_VERSION } from "../protocol/messages.js"
import { wholeValues } from "../render/diff/diff.js"
import { templateById } from "../render/template/template-registry.js"
import { TemplateTable } from "../render/values/template-table.js"
import type { Rendered } from "../render/values/values.js"
import { differingSlots } from "../render/write/digest.js"
import { readBrowserCookie } from "../security/browser-cookie.js"
import { type PageToken, verifyPageToken } from "../security/page-token.js"
import { MADE_UP_SECRET, type RefusalReason } from "../security/signer.js"
import { payloadSize } from "./inbound.js"
import { tooLarge, tooManyJoins, tooMuchWaiting, unread } from "./inbound-problems.js"
import { Instance, type InstanceOwner } from "./instance.js"
import type { NamespaceContext } from "./namespace-context.js"
import { limitHit, refusal } from "./refusal.js"
import { type EngineSocket, refusesAnswers, refusesValues } from "./unsent.js"

/** What a request is checked for: an admitted one has a token. */
export type Admission =
  | {
      readonly token: PageToken
      readonly issuedAt: number
      /** What it was counted with as waiting. */
      readonly size: number
    }
  | { readonly problem: Problem }

/** Decides whether a request may start a view, and counts it. */
export function admit(owner: InstanceOwner, request: JoinRequest): Admission {
  const { context, page, socket } = owner
  const { limits, services, signer, voided } = context
  const view = context.view.definition.name
  if (request.v !== PROTOCOL_VERSION) {
    return { problem: refusal("LV_PROTOCOL_VERSION", { got: request.v, expected: PROTOCOL_VERSION }) }
  }
  const size = payloadSize(request)
  if (size === undefined)
    return { problem: refusal("LV_BAD_MESSAGE", { view, message: "join", expected: "plain data" }) }
  const large = tooLarge(context, size) ?? largeParams(context, request.p)
  if (large !== undefined) return { problem: large }
  if (refusesValues(socket.conn as unknown as EngineSocket, limits)) return { problem: unread(context) }
  if (!page.takeJoin(limits, services.clock.now())) return { problem: tooManyJoins(context) }
  // What its page came over a handshake does not say for sure. The token does: it is bound to the cookie its page had.
  const cookie = readBrowserCookie(socket.handshake.headers.cookie, false)
  const check = verifyPageToken(signer, request.t, cookie)
  if (!check.ok) return { problem: tokenRefusal(check.reason, context) }
  const { token, issuedAt } = check
  if (token.view !== view) return { problem: tokenRefusal("malformed", context) }
  if (token.identify !== undefined && voided.has(token.identify, issuedAt)) {
    return { problem: refusal("LV_TOKEN_EXPIRED", { view }) }
  }
  if (!page.takeView(limits)) {
    limitHit({ limit: "viewsPerConnection", view })
    return { problem: refusal("LV_TOO_MANY_VIEWS", { limit: limits.viewsPerConnection }) }
  }
  if (!page.takeWaiting(size, limits)) {
    page.releaseView()
    return { problem: tooMuchWaiting(context) }
  }
  return { token, issuedAt, size }
}

/** The view keeps them, so they may be much smaller than a message. */
function largeParams({ limits, view }: NamespaceContext, params: unknown): Problem | undefined {
  const size = payloadSize(params) ?? 0
  const limit = limits.connectParamsSize
  if (size <= limit) return undefined
  limitHit({ limit: "connectParamsSize", view: view.definition.name, given: size })
  return refusal("LV_CONNECT_PARAMS_TOO_LARGE", { view: view.definition.name, size, limit })
}

function tokenRefusal(reason: RefusalReason, { signer, view }: NamespaceContext): Problem {
  const remedy = reason === "signature" && signer.isMadeUp ? MADE_UP_SECRET : "Load the page again"
  return refusal(TOKEN_CODES[reason], { view: view.definition.name, remedy })
}

const TOKEN_CODES = {
  malformed: "LV_TOKEN_INVALID",
  signature: "LV_TOKEN_INVALID",
  expired: "LV_TOKEN_EXPIRED",
  binding: "LV_TOKEN_FOREIGN",
} as const

/** Makes the instance of an admitted request. Its process starts in {@link startView}. */
export function makeInstance(
  owner: InstanceOwner,
  number: number,
  { token, issuedAt }: Pick<Joining, "token" | "issuedAt">,
  request: JoinRequest,
): Instance {
  const { sent } = owner.page
  const lacking = new Set(request.n)
  const ids = request.h.map((given, number) => {
    const id = templateById(given)?.id
    // It may be made by the first render. What is still unknown then is forgotten, see `joinedReply`.
    if (id === undefined) return given
    if (!lacking.has(number)) sent.add(id)
    // The registered id rather than the one that arrived: one text for all connections instead of one for each.
    return id
  })
  return new Instance({ owner, number, table: new TemplateTable(ids, sent), identify: token.identify, issuedAt })
}

/** A request that was admitted. */
export interface Joining {
  readonly token: PageToken
  readonly issuedAt: number
  readonly request: JoinRequest
  /**
   * Sends the reply. It is called as soon as the reply is made: templates are counted as sent then, and other frames of
   * the connection may name them.
   */
  readonly answer: (reply: JoinReply) => void
}

/** Mounts the view and answers with what the client lacks of it, unless the connection has gone meanwhile. Never rejects. */
export async function startView(
  owner: InstanceOwner,
  instance: Instance,
  { token, issuedAt, request, answer }: Joining,
): Promise<void> {
  const { services, view, voided } = owner.context
  try {
    if (token.identify !== undefined && (await voided.ask(token.identify, issuedAt)) === true) {
      instance.end()
      answer({ x: refusal("LV_TOKEN_EXPIRED", { view: view.definition.name }) })
      return
    }
    if (instance.ended) return
    const process = new ViewProcess({
      definition: view.definition,
      renderer: reported(owner, token, () => view.renderer),
      id: token.id,
      params: token.params,
      session: token.session,
      isLive: true,
      basePath: token.basePath,
      services,
      ...(request.p === undefined ? {} : { connectParams: request.p }),
    })
    process.attach(instance)
    instance.runs(process)
    const started = await process.start()
    if (instance.ended) return
    if (started.kind === "redirect") {
      instance.end()
      answer({ r: { to: started.to } })
      return
    }
    if (refusesAnswers(owner.socket.conn as unknown as EngineSocket, owner.context.limits)) {
      void instance.close("disconnect")
      answer({ x: unread(owner.context) })
      return
    }
    const facts = { token, request, effects: started.effects }
    answer(reported(owner, token, () => joinedReply(owner, instance, started.rendered, facts)))
  } catch (error) {
    void instance.close("crash")
    const { name } = view.definition
    answer({ x: problemOf(error, { view: name, development: services.development, code: "LV_JOIN_FAILED" }) })
  }
}

/** The process reports its own errors. Those before and after it (a template that does not compile) are reported here. */
function reported<T>({ context }: InstanceOwner, token: PageToken, run: () => T): T {
  try {
    return run()
  } catch (error) {
    reportCrash(error, { view: context.view.definition.name, id: token.id, callback: "render" }, context.services)
    throw error
  }
}

interface JoinFacts {
  readonly token: PageToken
  readonly request: JoinRequest
  readonly effects: Effects
}

function joinedReply(owner: InstanceOwner, instance: Instance, rendered: Rendered, facts: JoinFacts): Joined {
  const { token, request, effects } = facts
  const { table, number } = instance
  const slots = request.a === true ? undefined : differingSlots(rendered, table, token.digests)
  const d = slots?.length === 0 ? undefined : wholeValues(rendered, slots, table)
  const e = joinExtras(owner, table, request, effects)
  // What does not exist here will not be named either: remembered, a client could fill the heap with its inventions.
  table.forgetUnknown((id) => templateById(id) !== undefined)
  return { i: number, ...(d === undefined ? {} : { d }), ...(e === undefined ? {} : { e }) }
}

function joinExtras(
  { page }: InstanceOwner,
  table: TemplateTable,
  request: JoinRequest,
  effects: Effects,
): Extras | undefined {
  const texts: Record<number, string | readonly [id: string, text: string]> = {}
  for (const number of request.n) {
    // A template of an earlier version of the app is not known here, and not used by this render either.
    const template = templateById(request.h[number] as string)
    if (template === undefined) continue
    // Another join of this connection, asked for at the same time, has brought it by now.
    if (page.sent.has(template.id)) continue
    texts[number] = [template.id, template.text]
    page.sent.add(template.id)
  }
  Object.assign(texts, table.takeAdded())
  return extrasOf(effects, Object.keys(texts).length === 0 ? undefined : { t: texts })
}
