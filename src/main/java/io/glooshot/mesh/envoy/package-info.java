/**
 * Faults in plain Envoy proxies, which take their runtime settings from this controller by the Runtime Discovery Service
 * (RTDS). What a proxy holds carries an expiry, so a fault ends by itself when nobody renews it.
 */
package io.glooshot.mesh.envoy;
