/**
 * The pure core of a run: what is planned, what was read, and what follows from it. Nothing here has a clock, a thread or
 * a client, so that tables of tests can cover it.
 */
package io.glooshot.experiment;
