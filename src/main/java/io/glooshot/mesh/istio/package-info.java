/**
 * Faults in Istio's sidecars and gateways. Those on the callers' side are routes of VirtualServices: a copy of each route
 * that the calls take, with the fault, above the original.
 */
package io.glooshot.mesh.istio;
