/** What leaves the repository, and how: the workflows and what they build. */
package io.glooshot.delivery;
