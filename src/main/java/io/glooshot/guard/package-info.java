/**
 * Takes faults off in the controller's stead: for the guard, which watches over the controller from a process of its own,
 * and for a person with a kubeconfig. Needs neither the controller nor any metrics.
 */
package io.glooshot.guard;
