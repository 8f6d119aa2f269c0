/**
 * The names of the messages on the wire. One letter each: they stand in every frame.
 * Server and client import this file; nothing else names a message.
 */

/** Version of everything in this folder. A client of another version is told to load the page again. */
export const PROTOCOL_VERSION = 1

/** client → server `(request: JoinRequest, ack: (reply: JoinReply) => void)`: start the view of one root element. */
export const JOIN = "j"

/**
 * client → server `(instance, event, payload, number, ack: (diff, extras?) => void)`: something the user did. Events and patches of a
 * process are numbered together, from 1 on, in the order in which they are sent.
 */
export const EVENT = "e"

/** client → server `(instance, paths, ack: (values) => void)`: the values of slots that could not be bound. */
export const VALUES = "v"

/**
 * client → server `(instance, ticket, number, ack: (diff, extras?) => void)`: show what the ticket's URL says; a ticket is a page token that the host's
 * own routes have given out for that URL.
 */
export const PATCH = "p"

/** client → server `(instance, frames)`: so many frames of the process were written. */
export const CONFIRM = "c"

/** client → server `(instance)`: the root element is gone. Or {@link ALL_INSTANCES}: the page is. */
export const LEAVE = "l"

/** In place of an instance: all that the page has in the namespace, and what it has asked for and knows no instance of yet. */
export const ALL_INSTANCES = -1

/** client → server `(0 | 1)`: whether the page is hidden, all of its views. Said in any one namespace; a connection begins with a page that is seen. */
export const HIDDEN = "h"

/** server → client `(instance, diff, extras?)`: a change that no event asked for. */
export const DIFF = "d"

/**
 * server → client `(instance, events)`: the process ends with the server, and has answered all events and patches up to this number. What
 * has a higher one was not taken, and is for the next process. The server closes the connection soon.
 */
export const DRAIN = "g"

/** server → client `(instance, problem)`: the view has ended; see {@link Problem}. */
export const EXIT = "x"
