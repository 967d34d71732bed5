/**
 * The Kubernetes API of Gloo Shot: the custom resources of group {@code glooshot.solo.io}, their specs and statuses.
 * Validation and descriptions stand beside each field and become the schemas in {@code crd/}.
 */
package io.glooshot.api;
