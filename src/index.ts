/** The entry point `livemount`: what views are written with. The middleware is in `livemount/express` and `livemount/koa`. */

export { type AsyncOutcome, type AsyncResult, type AsyncTask, asyncResult } from "./async/async-result.js"
export { type Attribute, type AttributeDeclarations, attr, type GlobalAttribute } from "./component/attribute.js"
export { type Components, components } from "./component/built-in/components.js"
export {
  type AnyComponent,
  type Component,
  type ComponentOptions,
  type ComponentProps,
  component,
} from "./component/component.js"
export { type ComponentDescription, describeComponents } from "./component/describe-components.js"
export { type ManySlot, type Slot, type SlotDeclarations, slot } from "./component/slot.js"
export { isLiveError, LiveError } from "./errors/live-error.js"
export type { ErrorCode } from "./errors/table.js"
export type { FieldValue, Form, FormField, FormMeta, FormOf } from "./form/form.js"
export { type FormOptions, toForm } from "./form/to-form.js"
export { type SafeUrl, safeUrl } from "./html/text/safe-url.js"
export type { ErrorContext } from "./process/crash.js"
export type {
  ClassOptions,
  CommandTarget,
  CommandTransition,
  DispatchOptions,
  MoveOptions,
  PushOptions,
  ShowOptions,
  TargetOptions,
  ToggleOptions,
  TransitionOptions,
} from "./protocol/command-options.js"
export type { Bus, BusContext, BusHealth, BusListener, Unsubscribe } from "./pubsub/bus.js"
export type { PubSub } from "./pubsub/pubsub.js"
export { type Topic, type TopicFamily, type TopicOptions, topic } from "./pubsub/topic.js"
export type { VoidedStore } from "./pubsub/voided-store.js"
export { type Stream, type StreamKey, type StreamOptions, stream } from "./render/stream/stream.js"
export type { InsertOptions, StreamHandle } from "./render/stream/stream-handle.js"
export { type Commands, js } from "./render/values/commands.js"
export { each, type HtmlContent, type HtmlValue, html, raw } from "./render/values/html.js"
export type { Html, Rendered } from "./render/values/values.js"
export type { ExternalTarget } from "./security/redirect.js"
export { type MemorySnapshotsOptions, memorySnapshots } from "./snapshot/memory-snapshots.js"
export type { SnapshotStore, StoredSnapshot } from "./snapshot/snapshot-store.js"
export type { Logger } from "./telemetry/logger.js"
export type { Flash } from "./util/flash.js"
export type { CloseReason, LiveView } from "./view/definition.js"
export { type CheckedEvent, type EventHandler, event, type Issue, type PlainEvent } from "./view/event.js"
export { type DeclareView, liveView } from "./view/live-view.js"
export type { GuardSocket, OnMount } from "./view/on-mount.js"
// The only `export *`: through a named re-export `declare module "livemount"` could not merge into what they declare.
export * from "./view/session.js"
export type { BaseSocket, MountSocket, Params, Redirect, Socket } from "./view/socket.js"
export * from "./view/template-types.js"
export type { ReservedAssigns, ViewOptions } from "./view/view-members.js"
