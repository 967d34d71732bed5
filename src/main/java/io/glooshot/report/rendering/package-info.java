/**
 * Shows a Report to people and to programs. It knows the API's types alone: no cluster, no clock, and nothing of how a run is
 * made.
 */
package io.glooshot.report.rendering;
