/** Everything that JavaScript throws: the usual, and all that answers the usual questions with an exception. */

// oxlint-disable unicorn/no-thenable
import { inspect } from "node:util"
import { LiveError } from "../../src/errors/live-error.js"

const bomb = (): never => {
  throw new Error("bomb")
}

function errorWith(fields: PropertyDescriptorMap): Error {
  return Object.defineProperties(new Error("defused"), fields)
}

const traps: ProxyHandler<object> = Object.fromEntries(
  Reflect.ownKeys(Reflect)
    .filter((name) => typeof name === "string")
    .map((name) => [name, bomb]),
)

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable(new Error("gone"), {})
  revoke()
  return proxy
}

function cyclic(): object {
  const thing: { self?: object } = {}
  thing.self = thing
  return thing
}

/** By name: makes the thing to throw, a new one each time. */
export const thrownThings: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  false: () => false,
  zero: () => 0,
  NaN: () => Number.NaN,
  "an empty text": () => "",
  "a text": () => "out of tea",
  'the text "route"': () => "route",
  'the text "router"': () => "router",
  "a BigInt": () => 42n,
  "a symbol": () => Symbol("tea"),
  "a function": () => bomb,
  "a function without a text": () => Object.assign(() => {}, { toString: bomb }),
  "an ordinary error": () => new Error("out of tea"),
  "a plain object": () => ({ status: 418, reason: "teapot" }),
  "an object without a prototype": () => Object.create(null),
  "a toString that throws": () => ({ toString: bomb }),
  "a toString that returns an object": () => ({ toString: () => ({}) }),
  "a toPrimitive that throws": () => ({ [Symbol.toPrimitive]: bomb }),
  "a toJSON that throws": () => ({ toJSON: bomb }),
  "an inspection that throws": () => ({ [inspect.custom]: bomb }),
  "a tag that throws": () => Object.defineProperty({}, Symbol.toStringTag, { get: bomb }),
  "a constructor that throws": () => Object.defineProperty({}, "constructor", { get: bomb }),
  "an object that holds itself": cyclic,
  "a thenable": () => ({ then: bomb }),
  "a then that throws": () => Object.defineProperty({}, "then", { get: bomb }),
  "an error whose message throws": () => errorWith({ message: { get: bomb } }),
  "an error whose message is a BigInt": () => errorWith({ message: { value: 42n } }),
  "an error whose message is a symbol": () => errorWith({ message: { value: Symbol("tea") } }),
  "an error whose message is an object without a prototype": () =>
    errorWith({ message: { value: Object.create(null) } }),
  "an error whose stack throws": () => errorWith({ stack: { get: bomb } }),
  "an error whose stack is no text": () => errorWith({ stack: { value: Object.create(null) } }),
  "an error whose name is a symbol": () => errorWith({ name: { value: Symbol("tea") } }),
  "an error whose name throws": () => errorWith({ name: { get: bomb } }),
  "an error whose inspection throws": () => errorWith({ [inspect.custom]: { value: bomb } }),
  "an error whose toString throws": () => errorWith({ toString: { value: bomb } }),
  "an error whose toJSON throws": () => errorWith({ toJSON: { value: bomb } }),
  "an error whose code and status throw": () => errorWith({ code: { get: bomb }, status: { get: bomb } }),
  "an error whose line throws": () => errorWith({ lineno: { get: bomb } }),
  "an error with a cause that cannot be printed": () => new Error("caused", { cause: { [inspect.custom]: bomb } }),
  "errors of which one cannot be printed": () => new AggregateError([errorWith({ [inspect.custom]: { value: bomb } })]),
  "a proxy that answers nothing": () => new Proxy(new Error("hidden"), traps),
  "a proxy of nothing": () => new Proxy({}, traps),
  "a proxy that was revoked": revoked,
  "what looks like one of our errors": () => Object.create(LiveError.prototype),
  "one of our errors that answers nothing": () => new Proxy(new LiveError("LV_NO_ENGINE", { template: "x" }), traps),
}
