/** The types of socket.io's packets, by the numbers of its protocol 5. */
export const CONNECT = 0
export const DISCONNECT = 1
export const EVENT = 2
export const ACK = 3
export const CONNECT_ERROR = 4
