/**
 * Turns files of Gloo Shot 0.0.x into objects of today's API, and tells of all that became something else or could not be carried over.
 * No cluster, no file, no clock: text in, objects and notes out.
 */
package io.glooshot.conversion;
