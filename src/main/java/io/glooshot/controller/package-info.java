/** Binds runs to Kubernetes: reconciliation, status, events, leadership and health. */
package io.glooshot.controller;
