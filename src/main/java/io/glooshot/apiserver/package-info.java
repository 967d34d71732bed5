/** How to get along with the Kubernetes API server: what its answers mean, and how to go on watching it. */
package io.glooshot.apiserver;
