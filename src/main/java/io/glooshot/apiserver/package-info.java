/** What the answers of the Kubernetes API server mean to whoever asked. */
package io.glooshot.apiserver;
