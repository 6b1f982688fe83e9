// Passkeys: what the server asks as JSON, in the form the browser wants, and the browser's answer as JSON.

/** Whether this browser can hold passkeys here: over https or on this machine, and by a name, since numbers hold none. */
export function able() {
  return typeof PublicKeyCredential === "function" && !!navigator.credentials && !/^[\d.]+$|^\[/.test(location.hostname);
}

/**
 * Make a passkey.
 *
 * @param {any} options  `options` of POST /auth/passkeys/options
 * @returns {Promise<Record<string, any> | null>} `credential` for POST /auth/passkeys; null when the person thought better of it
 */
export async function create(options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: (options.excludeCredentials ?? []).map(known),
  };
  return asked(() => navigator.credentials.create({ publicKey }));
}

/**
 * Prove a passkey.
 *
 * @param {any} options  `options` of POST /auth/passkeys/login-options
 * @param {{signal?: AbortSignal, mediation?: CredentialMediationRequirement}} [how]  `conditional`: offered in the name field, with a signal that ends it
 * @returns {Promise<Record<string, any> | null>} `credential` for /auth/passkeys/login and /auth/step-up; null when the person thought better of it
 */
export async function get(options, how = {}) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: (options.allowCredentials ?? []).map(known),
  };
  return asked(() => navigator.credentials.get({ publicKey, ...how }));
}

/** Whether passkeys can be offered in the name field while the page waits. */
export async function offered() {
  return able() && !!(await PublicKeyCredential.isConditionalMediationAvailable?.());
}

/** @param {() => Promise<Credential | null>} run */
async function asked(run) {
  try {
    const made = await run();
    return made && written(/** @type {PublicKeyCredential} */ (made));
  } catch (error) {
    if (error instanceof DOMException && ["NotAllowedError", "AbortError"].includes(error.name)) return null;
    throw error;
  }
}

/** @param {{id: string, type: PublicKeyCredentialType}} credential */
function known(credential) {
  return { ...credential, id: bytes(credential.id) };
}

/** The credential as JSON. @param {PublicKeyCredential} made */
function written(made) {
  const answer = /** @type {any} */ (made.response);
  /** @type {Record<string, any>} */
  const response = { clientDataJSON: text(answer.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (answer[part]) response[part] = text(answer[part]);
  }
  if (answer.getTransports) response.transports = answer.getTransports();
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    authenticatorAttachment: made.authenticatorAttachment ?? undefined,
    clientExtensionResults: made.getClientExtensionResults(),
    response,
  };
}

/** @param {string} base64url */
function bytes(base64url) {
  const plain = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** @param {ArrayBuffer} buffer */
function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
