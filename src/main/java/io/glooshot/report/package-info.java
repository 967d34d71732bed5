/** Writes what a run did and found into a Report object, and keeps their number bounded. */
package io.glooshot.report;
