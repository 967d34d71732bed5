/**
 * Reads signals: what asks Prometheus and webhooks, and the polling that all runs share. Nothing is judged here; that
 * is {@link io.glooshot.experiment.History}'s work.
 */
package io.glooshot.metric;
