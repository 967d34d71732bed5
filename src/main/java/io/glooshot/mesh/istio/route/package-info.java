/**
 * The routes of VirtualServices that break calls in the callers' proxies: pure, from what is in the cluster to what has to be,
 * and back. It knows how Istio picks a route; it asks nobody and writes nothing.
 */
package io.glooshot.mesh.istio.route;
