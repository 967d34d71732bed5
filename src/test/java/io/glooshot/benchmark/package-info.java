/**
 * What {@code ./mvnw -Pbenchmark} measures on the local world of real parts: how long a fault outlives its breach, what
 * many runs cost, and how fast the controller starts.
 */
package io.glooshot.benchmark;
