/**
 * Puts Gloo Shot into a cluster and takes it out again: what is installed, in which order, and what has to be true before
 * anything is touched. The objects are those of {@code kubernetes/manifests} and {@code crd}, which the build packs.
 */
package io.glooshot.install;
