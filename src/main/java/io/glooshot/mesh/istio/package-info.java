/**
 * Faults in Istio: by routes of our own in VirtualServices on the callers' side, and by an EnvoyFilter on the side of the
 * service that is called. Everything is handled as JSON, so that nothing in a user's object can be lost on the way.
 */
package io.glooshot.mesh.istio;
