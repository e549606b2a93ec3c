/** The methods that a Recording's `statusCallbackMethod` can name (Twilio's enum). */
export const callbackMethods = ['HEAD', 'GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const
export type CallbackMethod = (typeof callbackMethods)[number]

/**
 * A request that was proven genuine, exactly as it came: all that parsing starts from, now and
 * after any upgrade. This is what the journal keeps.
 */
export interface RawCallback {
  method: CallbackMethod
  /** The public URL under which the signature held, without a slash at the end. */
  publicUrl: string
  /** The request target in origin-form, byte for byte as it came over the wire. */
  target: string
  /** The headers that matter, names in lower case (see `http/kept-headers.ts`). */
  headers: Readonly<Record<string, string>>
  body: Uint8Array
}

/** A genuine callback on its way into the journal. */
export interface GenuineCallback extends RawCallback {
  /**
   * The text whose signature held, with a default port removed: what makes two requests the same
   * callback whatever their method, headers or splitting into fields.
   */
  signedText: string
}
