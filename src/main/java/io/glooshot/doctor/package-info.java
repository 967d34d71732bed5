/** Looks at a cluster for whatever would keep Gloo Shot from its work, and says what to do about it. Changes nothing. */
package io.glooshot.doctor;
