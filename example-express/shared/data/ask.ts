/**
 * How views get at what they have in common: they ask and wait, as they would ask a database. Whether the data stand in the
 * same process or in another one, the views cannot tell.
 */

import type { HouseData } from "./house-data.js"

/** Asks a part of the data for one of its members: a method's result, or a value. */
export type Ask = (part: keyof HouseData, member: string, parameters: readonly unknown[]) => unknown

/** The members of a class, each as a function whose answer comes later. */
export type Asked<Part> = {
  readonly [Member in keyof Part]: Part[Member] extends (...parameters: infer Parameters) => infer Result
    ? (...parameters: Parameters) => Promise<Result>
    : () => Promise<Part[Member]>
}

/** All data, to be asked. */
export type AskedHouse = { readonly [Part in keyof HouseData]: Asked<HouseData[Part]> }

/** Asks data of this process. */
export function askHere(data: HouseData): Ask {
  return (part, member, parameters) => {
    const owner = data[part]
    const value: unknown = Reflect.get(owner, member)
    return typeof value === "function" ? value.apply(owner, parameters) : value
  }
}

/** Puts the questions into the form of calls. */
export function askedHouse(ask: Ask): AskedHouse {
  const asked = <Part extends keyof HouseData>(part: Part): Asked<HouseData[Part]> => {
    const call = (_target: object, member: string | symbol) => {
      return async (...parameters: readonly unknown[]) => ask(part, String(member), parameters)
    }
    return new Proxy({}, { get: call }) as Asked<HouseData[Part]>
  }
  return {
    applause: asked("applause"),
    catalogue: asked("catalogue"),
    chat: asked("chat"),
    drafts: asked("drafts"),
    flights: asked("flights"),
    guestBook: asked("guestBook"),
    logins: asked("logins"),
    members: asked("members"),
    orders: asked("orders"),
    programme: asked("programme"),
    proposals: asked("proposals"),
    readers: asked("readers"),
    visitors: asked("visitors"),
  }
}
