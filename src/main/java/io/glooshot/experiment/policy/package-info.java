/**
 * What the policies of administrators allow. Like the rest of the core it is given the time and what the cluster has, and
 * asks for neither.
 */
package io.glooshot.experiment.policy;
