package io.glooshot.api;

/** Which end of a call the fault is injected at. */
public enum Side {
    /** In the caller's proxy: the call never reaches the service, and the caller's own retries may not apply. */
    Client,
    /** In the proxy of the service that is called: the caller's timeouts and retries stay in play. */
    Server
}
